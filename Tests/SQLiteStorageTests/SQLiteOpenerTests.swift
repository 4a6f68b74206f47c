import CivilTime
import Foundation
import Storage
import StorageConformance
import Testing

@testable import SQLiteStorage

@Suite("Connections to a SQLite store")
struct SQLiteOpenerTests {
  @Test("Commits are durable")
  func commitsAreDurable() throws {
    let directory = try TemporaryDirectory()
    let opener = SQLiteOpener(path: directory.file("store.db"))
    for purpose in [DatabasePurpose.migrating, .processing] {
      var synchronous: Int64?
      try opener.open(for: purpose).query("PRAGMA synchronous") { row throws(StoreError) in
        synchronous = try row.integer(at: 0)
      }
      #expect(synchronous == 2)
    }
  }

  @Test("A worker makes no file: one that is missing is said so")
  func processingMakesNoFile() throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("store.db")
    let missing = try #require(throws: StoreError.self) {
      try SQLiteOpener(path: path).open(for: .processing)
    }
    #expect(missing.kind == .schemaMissing)
    #expect(missing.description.contains("no database file \(path)"))
    #expect(missing.description.contains("invoice-worker migrate"))
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  enum Fate: CaseIterable { case deleted, moved, replaced }

  @Test("Nothing is committed into a file that is not there any more", arguments: Fate.allCases)
  func noCommitIntoNowhere(fate: Fate) throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("store.db")
    let opener = SQLiteOpener(path: path)
    _ = try Schema(StoreSession(opener, for: .migrating)).migrate()
    let session = try StoreSession(opener, for: .processing)
    try session.countAgain()
    switch fate {
    case .deleted: try FileManager.default.removeItem(atPath: path)
    case .moved: try FileManager.default.moveItem(atPath: path, toPath: path + ".old")
    case .replaced:
      try FileManager.default.moveItem(atPath: path, toPath: path + ".old")
      try FileManager.default.copyItem(atPath: path + ".old", toPath: path)
    }
    let error = try #require(throws: StoreError.self) { try session.countAgain() }
    #expect(error.kind == .unavailable)
    #expect(error.phase == .commit)
    #expect(error.description.contains("\(path) was deleted, moved or replaced"))
    #expect(session.isBroken)
  }

  @Test("Reading makes no file and changes nothing")
  func readingOnlyReads() throws {
    let directory = try TemporaryDirectory()
    let opener = SQLiteOpener(path: directory.file("store.db"))
    let missing = try #require(throws: StoreError.self) { try opener.open(for: .reading) }
    #expect(missing.kind == .schemaMissing && missing.description.contains("no database file"))

    _ = try Schema(StoreSession(opener, for: .migrating)).migrate()
    let reading = try StoreSession(opener, for: .reading)
    try Schema(reading).check()
    #expect(try Queries(reading).requests(identifier: "r-1") == [])
    #expect(throws: StoreError.self) { try reading.deleteRequests(before: .now(), limit: 1) }
  }

  @Test("A writer that has waited in vain is told to try again, and may")
  func waitingInVainIsContention() throws {
    let directory = try TemporaryDirectory()
    let opener = SQLiteOpener(path: directory.file("store.db"), busyTimeoutMilliseconds: 0)
    _ = try Schema(StoreSession(opener, for: .migrating)).migrate()
    let first = try StoreSession(opener, for: .processing)
    let second = try StoreSession(opener, for: .processing)
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
