internal import Glibc

/// What stands at the beginning of a write-ahead log (SQLite's file format, 4): a header of 32 bytes, then frames of
/// 24 bytes and a page.
enum WriteAheadLog {
  /// The database's `user_version` by the log's first frame; nil where that is no first page of the log's own.
  static func firstUserVersion(at path: String) -> Int32? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    // SQLite takes no locks on the log, so none are lost when this is closed.
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 32 + 24 + 100)
    guard pread(file, &bytes, bytes.count, 0) == bytes.count else { return nil }
    let salts = 16..<24
    guard bytes[salts].elementsEqual(bytes[40..<48]), number(bytes, at: 32) == 1 else { return nil }
    return number(bytes, at: 32 + 24 + DatabaseHeader.userVersion)
  }

  /// Four bytes, the highest first; any pattern of bits is a number.
  static func number(_ bytes: [UInt8], at place: Int) -> Int32 {
    let word = bytes[place..<(place + 4)].reduce(0 as UInt32) {
      $0 << 8 | UInt32(truncatingIfNeeded: $1)
    }
    return Int32(bitPattern: word)
  }
}

/// The header of a database file (SQLite's file format, 1.3).
enum DatabaseHeader {
  static let signature = Array("SQLite format 3\0".utf8)
  static let userVersion = 60
}
