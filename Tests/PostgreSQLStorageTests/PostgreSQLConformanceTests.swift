import PostgreSQLStorage
import Storage
import StorageConformance
import TestPostgreSQL
import Testing

@Suite("The store on PostgreSQL")
struct PostgreSQLConformanceTests {
  @Test("Conforms", arguments: ConformanceCase.all)
  func conforms(to conformanceCase: ConformanceCase) async throws {
    try await withDatabase { (url: String) async throws in
      try await conformanceCase.run(on: try PostgreSQLOpener(url: url))
    }
  }
}
