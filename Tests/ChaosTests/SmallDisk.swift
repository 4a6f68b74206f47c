import Foundation
import Glibc
import TestSupport
import TestWorker

/// A file system in memory, small enough to be filled, for the database's files.
struct SmallDisk: Sendable {
  let path: String
  private var filler: String { path + "/filler" }

  private static let bytes = 48 << 20

  /// Whether this process may mount one; tried, since no privilege says it for certain.
  static let isPermitted: Bool = {
    guard let path = try? makeDirectory() else { return false }
    defer { rmdir(path) }
    guard mount("tmpfs", path, "tmpfs", 0, "size=64k") == 0 else { return false }
    return umount2(path, Int32(MNT_DETACH)) == 0
  }()

  static func with(_ body: (SmallDisk) async throws -> Void) async throws {
    let path = try makeDirectory()
    defer { rmdir(path) }
    // The server runs as another user, whose directory it must be.
    guard mount("tmpfs", path, "tmpfs", 0, "size=\(bytes),mode=0777") == 0 else {
      throw ConditionNotMet("mounting: \(String(cString: strerror(errno)))")
    }
    defer { umount2(path, Int32(MNT_DETACH)) }
    let data = path + "/data"
    try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: false)
    guard let owner = getpwnam(ProcessInfo.processInfo.environment["POSTGRES_USER"] ?? "postgres"),
      chown(data, owner.pointee.pw_uid, owner.pointee.pw_gid) == 0
    else { throw ConditionNotMet("the server's user cannot own the directory") }
    try await body(SmallDisk(path: data))
  }

  private static func makeDirectory() throws -> String {
    let path = FileManager.default.temporaryDirectory
      .appending(path: "small-disk-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    return path
  }

  /// Takes all the room that is left.
  func fill() throws {
    guard FileManager.default.createFile(atPath: filler, contents: nil),
      let file = FileHandle(forWritingAtPath: filler)
    else { throw ConditionNotMet("no file on the small disk") }
    var size = 1 << 20
    while size >= 512 {
      do { try file.write(contentsOf: Data(count: size)) } catch { size /= 2 }
    }
    try file.close()
  }

  func clear() throws { try FileManager.default.removeItem(atPath: filler) }
}
