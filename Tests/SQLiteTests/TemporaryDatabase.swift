import Foundation
import SQLite

/// A database file of its own, removed with its directory when the test lets go of it.
final class TemporaryDatabase {
  let path: String
  private let directory: URL

  init() throws {
    directory = FileManager.default.temporaryDirectory
      .appending(path: "sqlite-tests-\(UUID().uuidString)", directoryHint: .isDirectory)
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    path = directory.appending(path: "test.db").path(percentEncoded: false)
  }

  func open(
    _ configuration: SQLiteConfiguration = SQLiteConfiguration(busyTimeoutMilliseconds: 0)
  ) throws -> SQLiteConnection {
    try SQLiteConnection(.file(path), configuration: configuration)
  }

  deinit {
    try? FileManager.default.removeItem(at: directory)
  }
}

extension SQLiteConnection {
  /// The one integer a query answers.
  func integer(_ sql: String) throws(SQLiteError) -> Int64 {
    let query = try statement(sql)
    _ = try query.step()
    return try query.int64(at: 0)
  }
}
