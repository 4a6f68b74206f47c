import CivilTime
import Foundation
import SQLite
import Storage
import StorageConformance
import Testing

@testable import SQLiteStorage

/// The three files of a database are one: whatever happens to one of them under a worker is noticed before anything is
/// answered that is not stored.
@Suite struct FileWatchTests {
  private func withStore(_ body: (String, SQLiteOpener) throws -> Void) throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("store.db")
    let opener = SQLiteOpener(path: path)
    _ = try Schema(StoreSession(opener, for: .migrating)).migrate()
    try body(path, opener)
  }

  /// By a process of its own: closing the file in this one would drop SQLite's locks on it.
  private func copy(_ source: String, over target: String) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/cp")
    process.arguments = [source, target]
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
  }

  private func counter(_ path: String) throws -> Int64 {
    let statement = try SQLiteConnection(.file(path)).statement(
      "SELECT next_value FROM sequence_counter WHERE name = 'invoice_number'")
    #expect(try statement.step())
    return try statement.int64(at: 0)
  }

  @Test("W3: a log that is deleted under a worker is noticed, and what it held comes back")
  func logDeleted() throws {
    try withStore { path, opener in
      var first: StoreSession? = try StoreSession(opener, for: .processing)
      var second: StoreSession? = try StoreSession(opener, for: .processing)
      for _ in 0..<10 { try first?.takeNumber() }
      try second?.takeNumber()
      try FileManager.default.removeItem(atPath: path + "-wal")
      let error = try #require(throws: StoreError.self) { try first?.takeNumber() }
      #expect(error.kind == .environment)
      #expect(error.description.contains("\(path)-wal was deleted, moved or replaced"))
      #expect(first?.isBroken == true)
      #expect(second?.staleness != nil)
      first = nil
      let waiting = try #require(throws: StoreError.self) {
        try StoreSession(opener, for: .processing)
      }
      #expect(waiting.kind == .environment)
      #expect(waiting.description.contains("\(path)-wal is missing"))
      #expect(!FileManager.default.fileExists(atPath: path + "-wal"))
      second = nil
      let third = try StoreSession(opener, for: .processing)
      try third.takeNumber()
      #expect(try counter(path) == 13, "eleven, and this one")
    }
  }

  @Test("W3: a log deleted during a transaction: what cannot be stored is not answered")
  func logDeletedDuringTransaction() throws {
    try withStore { path, opener in
      let session = try StoreSession(opener, for: .processing)
      try session.takeNumber()
      let error = try #require(throws: StoreError.self) {
        try session.transaction { transaction throws(StoreError) in
          _ = try transaction.takeBuiltInNumbers(1)
          unlink(path + "-wal")
        }
      }
      #expect(error.phase == .commit)
    }
  }

  @Test("W3: an older copy written over the file in use is noticed, also by those who open it then")
  func olderCopy() throws {
    try withStore { path, opener in
      try copy(path, over: path + ".old")
      do {
        let session = try StoreSession(opener, for: .processing)
        for _ in 0..<10 { try session.takeNumber() }
        try SQLiteConnection(.file(path)).execute("PRAGMA wal_checkpoint")
        try session.takeNumber()
        try copy(path + ".old", over: path)
        let error = try #require(throws: StoreError.self) { try session.takeNumber() }
        #expect(error.kind == .environment)
        #expect(error.description.contains("\(path) was written over while it was in use"))
        let other = try StoreSession(opener, for: .processing)
        #expect(throws: StoreError.self) { try other.takeNumber() }
      }
      #expect(
        FileManager.default.fileExists(atPath: path + "-wal"), "kept beside, for the right file")
      #expect(throws: StoreError.self) {
        try StoreSession(opener, for: .processing).takeNumber()
      }
    }
  }

  @Test(
    "W3: an older copy written over a file whose log was emptied is noticed, as long as the worker runs"
  )
  func olderCopyWithoutLog() throws {
    try withStore { path, opener in
      let session = try StoreSession(opener, for: .processing)
      try session.takeNumber()
      try SQLiteConnection(.file(path)).execute("PRAGMA wal_checkpoint(TRUNCATE)")
      try copy(path, over: path + ".old")
      try session.takeNumber()
      try SQLiteConnection(.file(path)).execute("PRAGMA wal_checkpoint(TRUNCATE)")
      try copy(path + ".old", over: path)
      let error = try #require(throws: StoreError.self) { try session.takeNumber() }
      #expect(error.kind == .environment)
      #expect(error.description.contains("was written over while it was in use"))
      #expect(throws: StoreError.self) {
        try StoreSession(opener, for: .processing).takeNumber()
      }
    }
  }

  @Test("W3: something else written over the file in use is noticed")
  func noDatabase() throws {
    try withStore { path, opener in
      let session = try StoreSession(opener, for: .processing)
      try session.takeNumber()
      try Data(repeating: 0x41, count: 8_192).write(to: URL(fileURLWithPath: path + ".txt"))
      try copy(path + ".txt", over: path)
      let error = try #require(throws: StoreError.self) { try session.takeNumber() }
      #expect(error.kind == .environment)
    }
  }

  @Test("W3: checkpoints, other connections and clean ends are no cause for alarm")
  func ordinaryLife() throws {
    try withStore { path, opener in
      for turn in 0..<5 {
        let first = try StoreSession(opener, for: .processing)
        let second = try StoreSession(opener, for: .processing)
        for step in 0..<20 {
          try first.takeNumber()
          try second.takeNumber()
          if step % 7 == 0 {
            try SQLiteConnection(.file(path)).execute("PRAGMA wal_checkpoint(TRUNCATE)")
          }
        }
        #expect(first.staleness == nil && second.staleness == nil)
        #expect(try counter(path) == Int64(40 * (turn + 1) + 1))
      }
      #expect(!FileManager.default.fileExists(atPath: path + "-wal"))
    }
  }

  @Test("W3: the count of transactions may wrap around")
  func wraps() throws {
    try withStore { path, opener in
      try SQLiteConnection(.file(path)).execute("PRAGMA user_version = 2147483646")
      let session = try StoreSession(opener, for: .processing)
      for _ in 0..<5 {
        try session.takeNumber()
        try SQLiteConnection(.file(path)).execute("PRAGMA wal_checkpoint")
      }
      #expect(try SQLiteConnection(.file(path)).userVersion() < 0)
    }
  }

  @Test("W3: a transaction that changes nothing writes nothing")
  func nothing() throws {
    try withStore { path, opener in
      let session = try StoreSession(opener, for: .processing)
      try session.takeNumber()
      let before = FileStatus(path + "-wal")
      _ = try session.leaseOutbox(limit: 1, now: .now(), until: .now())
      #expect(FileStatus(path + "-wal") == before)
    }
  }
}

extension StoreSession {
  fileprivate func takeNumber() throws(StoreError) {
    try transaction { transaction throws(StoreError) in
      _ = try transaction.takeBuiltInNumbers(1)
    }
  }
}
