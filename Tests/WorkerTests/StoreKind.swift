import Foundation
import PostgreSQLStorage
import SQLiteStorage
import Storage
import TestPostgreSQL

/// A kind of store, for tests of what transactions do to each other on each.
enum StoreKind: String, CaseIterable, Sendable {
  case sqlite = "SQLite"
  case postgreSQL = "PostgreSQL"

  /// Runs `body` with a database of its own. `busyTimeout`: how many milliseconds a writer of a file waits for another.
  func withOpener(
    busyTimeout: Int32 = 5_000, _ body: (any DatabaseOpener) throws -> Void
  ) throws {
    switch self {
    case .sqlite:
      let directory = FileManager.default.temporaryDirectory
        .appending(path: "store-kind-\(UUID().uuidString)", directoryHint: .isDirectory)
      try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(at: directory) }
      try body(
        SQLiteOpener(
          path: directory.appending(path: "store.db").path, busyTimeoutMilliseconds: busyTimeout))
    case .postgreSQL:
      try withDatabase { (url: String) throws in try body(try PostgreSQLOpener(url: url)) }
    }
  }
}
