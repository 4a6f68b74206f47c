import Billing
import CivilTime
import Storage
import TestSupport
import TestWorker
import Testing

/// The identifiers of requests are forgotten some days after their outcome, in the background.
@Suite struct RetentionTests {
  private static let old = 1_100

  /// Requests with an outcome of that many hours ago.
  private func remember(_ names: [String], hours: Int64, in system: RunningSystem) throws {
    let then = UTCInstant.now().adding(microseconds: -hours * 3_600 * 1_000_000)
    let session = try StoreSession(system.opener, for: .processing)
    try session.transaction { transaction throws(StoreError) in
      try transaction.complete(
        names.map { name in
          let key = RequestKey(source: "test", identifier: name)
          return StoredRequest(
            key: key, type: "invoice.generate.v1", bodySHA256: [], receivedAt: then,
            outcome: RequestOutcome(
              key: key, outcome: .succeeded, completionEventId: "e-\(name)", completionBody: [],
              attempts: 1, completedAt: then))
        })
    }
  }

  @Test(arguments: TestStore.both)
  func `forgotten after the days that are set, and not before`(store: TestStore) async throws {
    var options = RunningSystem.Options()
    options.workers = 0
    options.store = store
    options.environment = ["INVOICE_WORKER_RETENTION_DAYS": "2"]
    try await RunningSystem.run(options) { system in
      try remember((1...Self.old).map { "old-\($0)" }, hours: 49, in: system)
      try remember(["young"], hours: 47, in: system)
      if case .postgreSQL = store {
        try system.execute(
          """
          CREATE TABLE deletion (rows bigint, transaction bigint);
          CREATE FUNCTION note_deletion() RETURNS trigger LANGUAGE plpgsql AS $$
          BEGIN
            INSERT INTO deletion SELECT count(*), txid_current() FROM gone;
            RETURN NULL;
          END $$;
          CREATE TRIGGER deletion AFTER DELETE ON request REFERENCING OLD TABLE AS gone
            FOR EACH STATEMENT EXECUTE FUNCTION note_deletion();
          """)
      }
      try system.startWorker()
      try await eventually("the old ones are forgotten") {
        try system.count("SELECT count(*) FROM request") == 1
      }
      #expect(try system.column("SELECT identifier FROM request") == ["young"])
      if case .postgreSQL = store {
        // Small steps, so that nobody waits for long behind one of them.
        let steps = try system.column("SELECT rows FROM deletion WHERE rows > 0")
        #expect(steps.compactMap { Int($0) }.reduce(0, +) == Self.old)
        #expect(steps.allSatisfy { (Int($0) ?? .max) <= 500 })
        #expect(
          try system.count("SELECT count(DISTINCT transaction) FROM deletion WHERE rows > 0")
            == steps.count)
      }
      // The name is free again.
      #expect(
        try await system.generate(id: "old-1", ["accountId": "none"]).errorCodes
          == ["ACCOUNT_NOT_FOUND"])
    }
  }
}
