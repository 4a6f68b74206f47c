import Foundation
import SQLiteStorage
import Storage
import Testing
import Worker

@Suite("An address of the database that changes")
struct RenewableOpenerTests {
  @Test("New sessions are opened by the new address, and one that is open stays")
  func renewed() throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "renewed-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func other(_ name: String) -> SQLiteOpener {
      SQLiteOpener(path: folder.appending(path: name).path)
    }
    for name in ["a.db", "b.db"] {
      _ = try Schema(StoreSession(other(name), for: .migrating)).migrate()
    }
    let opener = RenewableOpener(other("a.db"))
    let before = try StoreSession(opener, for: .processing)
    opener.replace(with: other("b.db"))
    let after = try StoreSession(opener, for: .processing)
    _ = try before.pause("run", for: nil, by: "test")
    #expect(try after.pauses() == [])
    #expect(try StoreSession(other("a.db"), for: .reading).pauses().count == 1)
  }
}
