import Foundation
import TestSupport
import TestTaxEngine
import TestWorker
import Testing
import Worker

/// Many invoices, by requests and by a run, a tax engine that fails again and again, and workers that are killed again and again.
@Suite struct ManyTaxesTests {
  /// More than those of every test run: `INVOICE_WORKER_KILL_TAXES=10000`.
  private static let count =
    ProcessInfo.processInfo.environment["INVOICE_WORKER_KILL_TAXES"].flatMap { Int($0) } ?? 60

  /// How many a run makes: half, or as many accounts as one may name.
  private static func countOfRun(_ count: Int) -> Int { min(count / 2, 2_000) }

  private static let points: [FaultPoint?] = [
    .afterQuote, .beforeTax, nil, .afterTax, .insideTransaction, .insideTaxNote, nil, .beforeQuote,
    .afterCommit, .insideChunk,
  ]

  /// Two kinds of faults of each call, of about one in fifty calls: too few in a row for the engine to be taken to be away.
  private static func faults(of count: Int, in round: Int) -> [TestTaxEngine.Rule] {
    let each = max(1, count / 400)
    return [TestTaxEngine.Rule.Path.quote, .commit].flatMap { path in
      let kinds = [
        TestTaxEngine.Rule(at: path, times: each, status: 503),
        TestTaxEngine.Rule(at: path, times: each, then: .drop),
        TestTaxEngine.Rule(at: path, times: each, then: .doAndDrop),
        TestTaxEngine.Rule(at: path, times: each, status: 429, headers: ["Retry-After": "1"]),
        TestTaxEngine.Rule(at: path, times: each, then: .cut),
      ]
      return [kinds[round % kinds.count], kinds[(round + 2) % kinds.count]]
    }
  }

  @Test(
    "The engine has one commit for each key, however often it was sent", arguments: TestStore.both)
  func killedAgainAndAgain(on store: TestStore) async throws {
    let count = max(20, Self.count)
    var random = SeededGenerator(seed: 1)
    try await TaxedInvoices.run(store, count: count, workers: 0) { taxed in
      let system = taxed.system
      let byRun = Array(taxed.accounts.prefix(Self.countOfRun(count)))
      let requests = taxed.accounts.dropFirst(byRun.count).map {
        SampleRequest.generate(
          id: "generate-\($0)", action: "Posted", ["accountId": .text($0)])
      }
      try await system.publish(
        [.startRun("R", id: "start", accounts: byRun, action: "Posted")] + requests)
      var killed = 0
      // Fewer than would have a chunk given up: one that twenty workers have begun, and ended at, counts as what ends them.
      for round in 0..<min(15, count / 6) where try taxed.count("Committed") < count {
        // Each time anew: what one round has met, the next meets too.
        try await taxed.engine.follow(Self.faults(of: count, in: round))
        let point = Self.points[round % Self.points.count]
        let pass = Int.random(in: 1...3, using: &random)
        let victim = try taxed.startProcess(
          "victim-\(round)",
          environment: point.map { ["INVOICE_WORKER_FAULT_POINT": "\($0.rawValue):\(pass)"] } ?? [:]
        )
        let companion = try taxed.startProcess("companion-\(round)")
        // The moment of the kill is not waited for; any is right.
        try await Task.sleep(for: .milliseconds(Int.random(in: 200...1_500, using: &random)))
        victim.kill()
        companion.kill()
        for process in [victim, companion]
        where try await process.end().signal == SIGKILL {
          killed += 1
        }
        try taxed.endLeases()
        try OutcomeChecker(system).endLeases()
        try taxed.endWaits()
      }
      #expect(killed > 0)
      try await finish(taxed, count)
    }
  }

  /// Lets two workers that nobody kills finish the rest, and counts.
  private func finish(_ taxed: TaxedInvoices, _ count: Int) async throws {
    let system = taxed.system
    try await taxed.engine.follow()
    let workers = [try taxed.startProcess("last-1"), try taxed.startProcess("last-2")]
    try await eventually("each is committed", within: patience * 3) {
      try taxed.endWaits()
      return try taxed.count("Committed") == count
    }
    _ = try await system.ended("R")
    try await system.finish(stopping: workers)
    let ids = try system.column("SELECT id FROM invoice WHERE status = 'Posted'")
    #expect(ids.count == count)
    let books = try await taxed.engine.books()
    #expect(Set(books.commits.keys) == Set(ids.map { "\($0):commit" }))
    #expect(books.commits.values.allSatisfy { $0.booked == 1 && $0.totalTax == "25.00" })
    #expect(books.voids.isEmpty)
    #expect(try taxed.errorCodes() == [])
    let confirmed =
      ["records", "start"]
      + taxed.accounts.dropFirst(Self.countOfRun(count)).map { "generate-\($0)" }
    #expect(try OutcomeChecker(system).violations(confirmed: confirmed).isEmpty)
  }
}
