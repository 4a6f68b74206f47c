import Foundation
import TestSupport
import TestTaxEngine
import TestWorker
import Testing
import Worker

/// Workers are killed around what a tax engine is asked and told: nothing is lost, and the engine books each document once.
@Suite struct TaxKillTests {
  private static let points = [
    FaultPoint.beforeQuote, .afterQuote, .insideTransaction, .afterCommit, .beforeTax, .afterTax,
    .insideTaxNote,
  ].map { KillTests.KilledAt(point: $0, pass: 1) }

  @Test(
    "Each invoice is made once and committed once, wherever the worker was killed",
    arguments: points, TestStore.both)
  func killed(_ place: KillTests.KilledAt, on store: TestStore) async throws {
    try await TaxedInvoices.run(store, count: 4, workers: 0) { taxed in
      let system = taxed.system
      let victim = try taxed.startProcess(
        "victim",
        environment: ["INVOICE_WORKER_FAULT_POINT": "\(place.point.rawValue):\(place.pass)"])
      try await system.publish(
        taxed.accounts.map {
          .generate(id: "generate-\($0)", action: "Posted", ["accountId": .text($0)])
        })
      #expect(try await victim.end().signal == SIGKILL, "it reached \(place.point.rawValue)")
      // As if the victim's leases were over.
      try taxed.endLeases()
      try OutcomeChecker(system).endLeases()
      let successor = try taxed.startProcess("successor")
      try await eventually("each is committed") {
        try taxed.endWaits()
        return try taxed.count("Committed") == 4
      }
      try await system.finish(stopping: [successor])
      let ids = try system.column("SELECT id FROM invoice WHERE status = 'Posted' ORDER BY id")
      let books = try await taxed.engine.books()
      #expect(ids.count == 4 && Set(books.commits.keys) == Set(ids.map { "\($0):commit" }))
      #expect(books.commits.values.allSatisfy { $0.booked == 1 && $0.totalTax == "25.00" })
      let confirmed = ["records"] + taxed.accounts.map { "generate-\($0)" }
      #expect(try OutcomeChecker(system).violations(confirmed: confirmed).isEmpty)
    }
  }
}
