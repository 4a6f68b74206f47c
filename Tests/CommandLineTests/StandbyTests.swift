import Foundation
import PostgreSQLStorage
import Storage
import StorageConformance
import TestPostgreSQL
import TestSupport
import Testing

@testable import invoice_worker

/// Which of two databases is read: the one that takes writes, or its standby.
@Suite("Reading from a standby", .timeLimit(.minutes(10)))
struct StandbyTests {
  private static func run(_ words: [String], _ primary: String, _ standby: String?) throws
    -> Program.Result
  {
    var environment = ["DATABASE_URL": primary, "AMQP_URL": "amqp://127.0.0.1:1/"]
    environment["DATABASE_READ_URL"] = standby
    return try Program.run(words, environment: environment)
  }

  private static let days = ["--from", "2026-01-01", "--to", "2026-12-31"]

  @Test("Exports and reports read from it, and what must not be behind does not")
  func whichIsRead() throws {
    try withDatabase { (empty: String) throws in
      _ = try Schema(StoreSession(PostgreSQLOpener(url: empty), for: .migrating)).migrate()
      try withDatabase { (full: String) throws in
        try ExportedBooks.store(in: PostgreSQLOpener(url: full))
        for words in [
          ["export", "invoices"] + Self.days, ["export", "lines"] + Self.days,
          ["export", "taxes"] + Self.days, ["export", "ledger"] + Self.days,
          ["report", "aging", "--as-of", "2026-12-31", "--csv"],
        ] {
          let read = try Self.run(words, empty, full)
          let there = try Self.run(words, full, nil)
          let other = try Self.run(words, full, empty)
          #expect(read.status == 0 && read.errors.isEmpty, "\(words): \(read)")
          #expect(read.output == there.output && read.output != other.output, "\(words)")
        }
        for words in [["invoices", "list", "--json"], ["audit", "--json"]] {
          let read = try Self.run(words, empty, full)
          let there = try Self.run(words, empty, nil)
          #expect(read.status == there.status && read.output == there.output, "\(words): \(read)")
        }
      }
    }
  }

  @Test("Neither its password nor its user's is shown, and one that is away is named")
  func configuration() throws {
    try withDatabase { (url: String) throws in
      _ = try Schema(StoreSession(PostgreSQLOpener(url: url), for: .migrating)).migrate()
      let away = "postgres://reader:hush@127.0.0.1:1/copy"
      let shown = try Self.run(["config", "show", "--json"], url, away)
      #expect(shown.status == 0 && shown.output.contains("DATABASE_READ_URL"))
      #expect(shown.output.contains("reader:***@127.0.0.1:1/copy"))
      let export = try Self.run(["export", "invoices"] + Self.days, url, away)
      #expect(export.status == 69 && export.output.isEmpty, "\(export)")
      #expect(export.errors.contains("the standby for reading cannot be used"), "\(export)")
      #expect(export.errors.contains("check DATABASE_READ_URL"), "\(export)")
      for result in [shown, export] {
        #expect(!(result.output + result.errors).contains("hush"), "\(result)")
      }
      let sqlite = try Self.run(["export", "invoices"] + Self.days, "sqlite::memory:", away)
      #expect(sqlite.status == 78 && sqlite.errors.contains("has no standby"), "\(sqlite)")
    }
  }

  @Test("A hot standby answers exports, and says that it follows and how far behind it is")
  func hotStandby() async throws {
    try await PostgreSQLServer.withOwn { (server: PostgreSQLServer) async throws in
      try await server.withStandby { standby in
        // Every commit waits for the standby: nothing is left to be done when it has ended.
        try await server.withDatabase { url in
          try ExportedBooks.store(in: PostgreSQLOpener(url: url))
          let copy = try standby.url(database: #require(URL(string: url)).lastPathComponent)
          #expect(try !Self.ask(url).isFollowing && Self.ask(url).behindMicroseconds == 0)
          let words = ["export", "invoices"] + Self.days
          let there = try Self.run(words, url, nil)
          try await eventually("it has what the other has") {
            let read = try Self.run(words, url, copy)
            return read.status == 0 && read.output == there.output
          }
          let aging = try Self.run(["report", "aging", "--as-of", "2026-12-31"], url, copy)
          #expect(aging.status == 0 && aging.errors.isEmpty, "\(aging)")
          let told = try Self.ask(copy)
          #expect(told.isFollowing && (told.behindMicroseconds ?? 0) >= 0, "\(told)")
          let checks = StandbyChecks.checks(of: told)
          #expect(checks.first?.verdict == .fine && checks.allSatisfy { $0.group == .database })
        }
      }
    }
  }

  private static func ask(_ url: String) throws -> Standby {
    let queries = Queries(try StoreSession(PostgreSQLOpener(url: url), for: .reading))
    return try #require(try queries.standby())
  }

  @Test("The doctor says what is wrong with a standby")
  func doctor() {
    func sentences(_ standby: Standby?) -> [String] {
      StandbyChecks.checks(of: standby).map { "\($0.verdict) \($0.sentence)" }
    }
    let reached = "fine reachable, with this program's schema"
    #expect(
      sentences(Standby(isFollowing: true, behindMicroseconds: 1_290_000))
        == [reached, "fine 1.2 s behind at most"])
    #expect(
      sentences(Standby(isFollowing: true, behindMicroseconds: 60_000_000))
        == [reached, "notice 60.0 s behind at most"])
    #expect(
      sentences(Standby(isFollowing: false, behindMicroseconds: 0))
        == ["notice DATABASE_READ_URL names a database that follows no other"])
    #expect(sentences(Standby(isFollowing: true, behindMicroseconds: nil)).count == 2)
    #expect(sentences(nil).last?.contains("does not tell") == true)
  }
}
