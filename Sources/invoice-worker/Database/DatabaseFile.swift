import Glibc

/// What lies at the path of an SQLite database.
enum DatabaseFile {
  /// Every database begins with this (SQLite's file format, 1.3), and an empty file is one to be.
  private static let signature = Array("SQLite format 3\0".utf8)

  /// Whether there is a file that is no database. One that cannot be read is not known to be none.
  static func isForeign(_ path: String) -> Bool {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return false }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: signature.count)
    let count = read(file, &bytes, bytes.count)
    return count > 0 && Array(bytes.prefix(count)) != signature
  }
}
