internal import CZip
internal import Glibc

/// A zip archive, read by libzip: what is in it, and the bytes of one file at a time.
///
/// What an archive says of itself is not believed where it would cost: a file is read no further than the caller's limit, nor than
/// the length that the archive states for it.
@safe
package struct ZipArchive: ~Copyable {
  private let archive: OpaquePointer

  /// A file in the archive.
  package struct Entry: Hashable, Sendable {
    package let index: UInt64
    /// With the folders above it, as the archive says.
    package let name: String
    /// Bytes, as the archive says.
    package let count: UInt64
    package let isEncrypted: Bool
  }

  /// - Parameter descriptor: of the archive's file, from its beginning; it stays the caller's.
  /// - Throws: what is wrong with the archive.
  package init(descriptor: Int32) throws(ZipError) {
    let copy = dup(descriptor)
    guard copy >= 0 else { throw ZipError("it cannot be opened") }
    var code: Int32 = 0
    guard let archive = unsafe zip_fdopen(copy, 0, &code) else {
      close(copy)
      throw ZipError(code: code)
    }
    unsafe self.archive = archive
  }

  deinit { unsafe zip_discard(archive) }

  /// How many entries there are, folders among them.
  package var count: UInt64 { UInt64(max(0, unsafe zip_get_num_entries(archive, 0))) }

  /// The entry at an index below ``count``; nil for a folder.
  package func entry(at index: UInt64) throws(ZipError) -> Entry? {
    var status = unsafe zip_stat()
    unsafe zip_stat_init(&status)
    guard unsafe zip_stat_index(archive, index, 0, &status) == 0, let name = unsafe status.name
    else {
      throw ZipError("its directory cannot be read")
    }
    let text = unsafe String(cString: name)
    guard !text.hasSuffix("/") else { return nil }
    return unsafe Entry(
      index: index, name: text, count: status.size, isEncrypted: status.encryption_method != 0)
  }

  /// The first bytes of a file, at most `limit`.
  package func beginning(of entry: Entry, limit: Int) throws(ZipError) -> [UInt8] {
    try read(entry, limit: limit)
  }

  /// A whole file; nil when it is longer than the limit.
  package func bytes(of entry: Entry, limit: Int) throws(ZipError) -> [UInt8]? {
    guard entry.count <= UInt64(limit) else { return nil }
    // One more than stated, to see whether there is more.
    let bytes = try read(entry, limit: Int(entry.count) + 1)
    guard bytes.count == Int(entry.count) else {
      throw ZipError("a file in it is not as long as the archive says")
    }
    return bytes
  }

  private func read(_ entry: Entry, limit: Int) throws(ZipError) -> [UInt8] {
    guard let file = unsafe zip_fopen_index(archive, entry.index, 0) else {
      throw ZipError("a file in it cannot be unpacked")
    }
    defer { _ = unsafe zip_fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: min(limit, 64 * 1_024))
    while bytes.count < limit {
      let wanted = min(chunk.count, limit - bytes.count)
      let got = unsafe chunk.withUnsafeMutableBytes { buffer in
        unsafe zip_fread(file, buffer.baseAddress, UInt64(wanted))
      }
      guard got >= 0 else { throw ZipError("a file in it is damaged") }
      if got == 0 { break }
      bytes += chunk[..<Int(got)]
    }
    return bytes
  }
}
