import CivilTime
import Storage
import StorageConformance
import Testing

@testable import SQLiteStorage

@Suite("Connections to a SQLite store")
struct SQLiteOpenerTests {
  @Test("Requests are committed durably, marks of what was sent at the next checkpoint")
  func durabilityFollowsPurpose() throws {
    let directory = try TemporaryDirectory()
    let opener = SQLiteOpener(path: directory.file("store.db"))
    let levels: [(DatabasePurpose, Int64)] = [(.processing, 2), (.relaying, 1)]
    for (purpose, level) in levels {
      var synchronous: Int64?
      try opener.open(for: purpose).query("PRAGMA synchronous") { row throws(StoreError) in
        synchronous = try row.integer(at: 0)
      }
      #expect(synchronous == level)
    }
  }

  @Test("Reading makes no file and changes nothing")
  func readingOnlyReads() throws {
    let directory = try TemporaryDirectory()
    let opener = SQLiteOpener(path: directory.file("store.db"))
    let missing = try #require(throws: StoreError.self) { try opener.open(for: .reading) }
    #expect(missing.kind == .unavailable)

    _ = try Schema(StoreSession(opener, for: .processing)).migrate()
    let reading = try StoreSession(opener, for: .reading)
    try Schema(reading).check()
    #expect(try Queries(reading).requests(identifier: "r-1") == [])
    #expect(throws: StoreError.self) { try reading.deleteRequests(before: .now(), limit: 1) }
  }

  @Test("A writer that has waited in vain is told to try again, and may")
  func waitingInVainIsContention() throws {
    let directory = try TemporaryDirectory()
    let opener = SQLiteOpener(path: directory.file("store.db"), busyTimeoutMilliseconds: 0)
    let first = try StoreSession(opener, for: .processing)
    let second = try StoreSession(opener, for: .processing)
    _ = try Schema(first).migrate()
    try first.transaction { _ throws(StoreError) in
      let error = #expect(throws: StoreError.self) { try second.countAgain() }
      #expect(error?.kind == .contention)
      #expect(error?.phase == .begin)
      #expect(!second.isBroken)
    }
    try second.countAgain()
  }

  @Test("A directory that is missing is an outage, not a fault of a request")
  func missingDirectory() throws {
    let error = try #require(throws: StoreError.self) {
      try SQLiteOpener(path: "/nonexistent-directory/store.db").open(for: .processing)
    }
    #expect(error.kind == .unavailable)
  }
}

extension StoreSession {
  fileprivate func countAgain() throws(StoreError) {
    try transaction { transaction throws(StoreError) in
      _ = try transaction.takeBuiltInNumbers(1)
    }
  }
}
