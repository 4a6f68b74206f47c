import Billing
import CivilTime
import PostgreSQLStorage
import Storage
import TestPostgreSQL
import Testing

/// Runs whose row another transaction holds, where locks are of rows.
@Suite struct HeldRunTests {
  @Test("A run that another transaction holds is left for later by who would end it")
  func end() async throws {
    try await withDatabase { (url: String) async throws in
      let opener = try PostgreSQLOpener(url: url)
      _ = try Schema(StoreSession(opener, for: .migrating)).migrate()
      let holder = try StoreSession(opener, for: .processing)
      let clock = try StoreSession(opener, for: .processing)
      let id = InvoiceRun.ID("R")
      try holder.transaction { transaction throws(StoreError) in
        let now = try transaction.now()
        var run = InvoiceRun(id: id, kind: .post, runDate: now.date, startedAt: now)
        run.parentRunId = "nothing"
        var effects = RunEffects()
        effects.started = [run]
        try transaction.write([effects], at: now)
        // There is nothing to select, so nothing is open any more.
        _ = try transaction.selectPage(of: run, at: now)
      }
      func runToEnd() throws(StoreError) -> InvoiceRun? {
        try clock.transaction { transaction throws(StoreError) in try transaction.runToEnd(id) }
      }
      let (held, meanwhile) = try holder.transaction { transaction throws(StoreError) in
        (try transaction.runToWorkOn(id), try runToEnd())
      }
      #expect(held?.id == id)
      #expect(meanwhile == nil)
      #expect(try runToEnd()?.id == id)
    }
  }
}
