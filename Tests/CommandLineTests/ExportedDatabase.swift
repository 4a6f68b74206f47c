import Foundation
import PostgreSQLStorage
import SQLiteStorage
import StorageConformance
import TestPostgreSQL
import Testing

/// A database, of either kind, with some of every document that can be exported.
struct ExportedDatabase {
  enum Kind: String, CaseIterable, CustomTestStringConvertible {
    case sqlite = "SQLite"
    case postgreSQL = "PostgreSQL"

    var testDescription: String { rawValue }
  }

  let environment: [String: String]

  /// Makes one, hands it over and removes it.
  static func with(_ kind: Kind, _ body: (ExportedDatabase) throws -> Void) throws {
    switch kind {
    case .postgreSQL:
      try withDatabase { (url: String) throws in
        try ExportedBooks.store(in: PostgreSQLOpener(url: url))
        try body(ExportedDatabase(url))
      }
    case .sqlite:
      let path = FileManager.default.temporaryDirectory
        .appending(path: "exports-\(UUID().uuidString).db").path
      defer {
        for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + end) }
      }
      try ExportedBooks.store(in: SQLiteOpener(path: path))
      try body(ExportedDatabase("sqlite:\(path)"))
    }
  }

  private init(_ url: String) {
    environment = ["DATABASE_URL": url, "AMQP_URL": "amqp://127.0.0.1:1/"]
  }

  func run(_ words: String...) throws -> Program.Result { try run(words) }

  func run(_ words: [String]) throws -> Program.Result {
    try Program.run(words, environment: environment)
  }

  /// Exports a whole year, in which everything lies.
  func export(_ words: String...) throws -> Program.Result {
    try run(["export"] + words + ["--from", "2026-01-01", "--to", "2026-12-31"])
  }
}
