import Billing
import CivilTime
import Foundation
import PostgreSQL
import PostgreSQLStorage
import Storage
import Synchronization
import TestPostgreSQL
import Testing

/// Transactions that hold the same new request at once, where locks are of rows.
@Suite struct EqualKeysTests {
  private static let now = UTCInstant(microsecondsSince1970: 1_795_000_000_000_000)

  private static func request(_ identifier: String, by worker: String) -> StoredRequest {
    let key = RequestKey(source: "crm", identifier: identifier)
    return StoredRequest(
      key: key, type: "invoice.generate.v1", bodySHA256: [1], receivedAt: now,
      outcome: RequestOutcome(
        key: key, outcome: .rejected, completionEventId: worker, completionBody: [],
        attempts: 1, completedAt: now))
  }

  private static func keys(_ identifiers: String) -> [RequestKey] {
    identifiers.map { RequestKey(source: "crm", identifier: String($0)) }
  }

  /// Waits for what was sent without waiting.
  private static func awaitAnswers(
    _ transaction: borrowing StoreTransaction
  ) throws(StoreError) {
    _ = try transaction.lookUp(keys("z"))
  }

  private func withOpener(_ body: (PostgreSQLOpener, String) async throws -> Void) async throws {
    try await withDatabase { (url: String) async throws in
      let opener = try PostgreSQLOpener(url: url)
      _ = try Schema(StoreSession(opener, for: .migrating)).migrate()
      try await body(opener, url)
    }
  }

  private func outcome(_ identifier: String, in session: StoreSession) throws -> [String] {
    try Queries(session).requests(identifier: identifier).map(\.outcome.completionEventId)
  }

  /// What becomes of a transaction that completes `identifiers` as new in another session, on a thread of its own, while the
  /// caller's holds one of them. Handed over once.
  private final class Second: Sendable {
    private let result = Mutex<Result<Void, StoreError>?>(nil)
    private let ended = DispatchSemaphore(value: 0)

    init(_ identifiers: String, in opener: PostgreSQLOpener) {
      Thread.detachNewThread {
        let result = Result { () throws(StoreError) in
          try StoreSession(opener, for: .processing).transaction { transaction throws(StoreError) in
            let keys = EqualKeysTests.keys(identifiers)
            #expect(try transaction.lookUp(keys).allSatisfy { $0 == .new })
            try transaction.complete(
              identifiers.map { EqualKeysTests.request(String($0), by: "second") })
          }
        }
        self.result.withLock { $0 = result }
        self.ended.signal()
      }
    }

    /// Waits until it waits for a lock, or has ended already.
    func awaitLock(by watcher: PostgreSQLConnection) throws {
      let waiting = """
        SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'
        """
      while try watcher.query(waiting, PostgreSQLParameters()).int64(0, 0) == 0 {
        guard result.withLock({ $0 == nil }) else { return }
      }
    }

    func end() -> Result<Void, StoreError>? {
      ended.wait()
      return result.withLock(\.self)
    }
  }

  @Test("Who comes second waits for the first, is rolled back, and run again finds the outcome")
  func waiting() async throws {
    try await withOpener { opener, url in
      let first = try StoreSession(opener, for: .processing)
      let watcher = try PostgreSQLConnection(PostgreSQLURL(url))
      defer { watcher.close() }
      var second: Second?
      try first.transaction { transaction throws(StoreError) in
        #expect(try transaction.lookUp(Self.keys("bc")) == [.new, .new])
        try transaction.complete("bc".map { Self.request(String($0), by: "first") })
        try Self.awaitAnswers(transaction)
        let other = Second("dba", in: opener)
        second = other
        do { try other.awaitLock(by: watcher) } catch {
          throw StoreError(.fault, "\(error)")
        }
      }
      guard case .failure(let error) = try #require(second).end() else {
        Issue.record("both have stored the request")
        return
      }
      #expect(error.kind == .contention)
      #expect(try outcome("b", in: first) == ["first"])
      #expect(try outcome("a", in: first) == [] && outcome("d", in: first) == [])
      try first.transaction { transaction throws(StoreError) in
        #expect(
          try transaction.lookUp(Self.keys("dba"))
            == [.new, .seen(Self.request("b", by: "first")), .new])
      }
    }
  }

  @Test("Who comes second goes on when the first is rolled back")
  func rolledBack() async throws {
    try await withOpener { opener, url in
      let first = try StoreSession(opener, for: .processing)
      let watcher = try PostgreSQLConnection(PostgreSQLURL(url))
      defer { watcher.close() }
      var second: Second?
      #expect(throws: StoreError.self) {
        try first.transaction { transaction throws(StoreError) in
          try transaction.complete([Self.request("a", by: "first")])
          try Self.awaitAnswers(transaction)
          let other = Second("a", in: opener)
          second = other
          do { try other.awaitLock(by: watcher) } catch {
            throw StoreError(.fault, "\(error)")
          }
          throw StoreError(.fault, "on purpose")
        }
      }
      if case .failure(let error) = try #require(second).end() { throw error }
      #expect(try outcome("a", in: first) == ["second"])
    }
  }

  @Test("Who completes a request that is stored by now does not wait for who replays it")
  func locked() async throws {
    try await withOpener { opener, _ in
      let late = try StoreSession(opener, for: .processing)
      let replay = try StoreSession(opener, for: .processing)
      let first = Self.request("a", by: "first")
      let error = try #require(throws: StoreError.self) {
        try late.transaction { transaction throws(StoreError) in
          #expect(try transaction.lookUp([first.key]) == [.new])
          try replay.transaction { other throws(StoreError) in
            try other.complete([first])
          }
          try replay.transaction { other throws(StoreError) in
            #expect(try other.lookUp([first.key]) == [.seen(first)])
            let failure = #expect(throws: StoreError.self) {
              try transaction.complete([Self.request("a", by: "late")])
              try Self.awaitAnswers(transaction)
            }
            #expect(failure?.kind == .contention)
            #expect(failure?.message.contains(RequestTable.keyConstraint) == true)
            try other.complete([], replacing: [Self.request("a", by: "replay").outcome])
          }
          throw StoreError(.contention, "as it was")
        }
      }
      #expect(error.kind == .contention)
      #expect(try outcome("a", in: late) == ["replay"])
    }
  }

  @Test("What retention deletes meanwhile is new to who has waited for that")
  func forgotten() async throws {
    try await withOpener { opener, url in
      let session = try StoreSession(opener, for: .processing)
      try session.transaction { transaction throws(StoreError) in
        try transaction.complete([Self.request("a", by: "first")])
      }
      let retention = try PostgreSQLConnection(PostgreSQLURL(url))
      defer { retention.close() }
      try retention.begin()
      _ = try retention.query("DELETE FROM request", PostgreSQLParameters())
      let second = Second("a", in: opener)
      let watcher = try PostgreSQLConnection(PostgreSQLURL(url))
      defer { watcher.close() }
      try second.awaitLock(by: watcher)
      try retention.commit()
      if case .failure(let error)? = second.end() { throw error }
      #expect(try outcome("a", in: session) == ["second"])
    }
  }
}
