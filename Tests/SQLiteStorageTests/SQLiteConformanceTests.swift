import Foundation
import SQLiteStorage
import Storage
import StorageConformance
import Testing

@Suite("The store on SQLite")
struct SQLiteConformanceTests {
  @Test("Conforms", arguments: ConformanceCase.all)
  func conforms(to conformanceCase: ConformanceCase) async throws {
    let directory = try TemporaryDirectory()
    try await conformanceCase.run(on: SQLiteOpener(path: directory.file("store.db")))
  }
}
