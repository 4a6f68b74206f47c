import Foundation
import TestSupport
import TestWorker
import Testing
import Worker

/// Workers are killed with SIGKILL, and the checker counts afterwards: every request has one outcome, no
/// period is billed twice, no number is missing.
@Suite struct KillTests {
  private static func withoutWorker(_ store: TestStore) -> RunningSystem.Options {
    var options = RunningSystem.Options()
    options.workers = 0
    options.store = store
    return options
  }

  /// Every point of the request's way, at its first and at a later pass; under load deletions ride on the next
  /// transaction, so that a deletion of its own is rare.
  private static let points = FaultPoint.allCases.filter {
    !$0.isOfRuns && !$0.isOfMail && !$0.isOfTax
  }.flatMap {
    point in
    (point == .beforeDeleteSent ? [1] : [1, 3]).map { KilledAt(point: point, pass: $0) }
  }

  struct KilledAt: Sendable {
    let point: FaultPoint
    let pass: Int
  }

  @Test(arguments: points, TestStore.both)
  func `killed at a point of the request's way`(_ place: KilledAt, on store: TestStore) async throws
  {
    let (point, pass) = (place.point, place.pass)
    try await RunningSystem.run(Self.withoutWorker(store)) { system in
      let load = KillLoad(
        accounts: 12, months: 3, numbering: pass == 1 ? .builtIn : .policies)
      // Small batches, so that every point is passed several times.
      let small = ["INVOICE_WORKER_BATCH_SIZE": "5", "INVOICE_WORKER_PREFETCH": "10"]
      let preparing = try system.startProcess("preparing")
      try await load.prepare(system)
      let ledger = try await LedgerLoad.prepared(accounts: 4, in: system)
      try await preparing.finish()

      try await system.publish(ledger.requests)
      let victim = try system.startProcess(
        "victim",
        environment: small.merging(
          ["INVOICE_WORKER_FAULT_POINT": "\(point.rawValue):\(pass)"]) { $1 })
      let requests = load.requests
      try await system.publish(Array(requests.dropLast(pass)))
      // Should it have published everything at one go, each of the last ones is a pass more.
      for (sent, request) in zip((requests.count - pass)..., requests.suffix(pass)) {
        try await eventually("all that were sent are answered, or the victim is killed") {
          // The records are one more.
          !victim.isRunning || system.completionCount > sent
        }
        try await system.publish(request)
      }
      #expect(try await victim.end().signal == SIGKILL, "it reached \(point.rawValue)")

      let successor = try system.startProcess("successor", environment: small)
      try await load.expectEverything(of: system, and: ledger, stopping: [successor])
    }
  }

  private static let pointsOfRuns = FaultPoint.allCases.filter(\.isOfRuns).flatMap { point in
    (point == .insideChunk || point == .afterChunkCommit ? [1, 3] : [1]).map {
      KilledAt(point: point, pass: $0)
    }
  }

  @Test(
    "A run goes on where the worker was killed, and ends as an undisturbed one does",
    arguments: pointsOfRuns, TestStore.both)
  func killedWithinRun(_ place: KilledAt, on store: TestStore) async throws {
    try await RunningSystem.run(Self.withoutWorker(store)) { system in
      let load = RunLoad(accounts: 170)
      let victim = try system.startProcess(
        "victim",
        environment: ["INVOICE_WORKER_FAULT_POINT": "\(place.point.rawValue):\(place.pass)"])
      try await load.prepare(system)
      try await system.publish(load.request)
      #expect(try await victim.end().signal == SIGKILL, "it reached \(place.point.rawValue)")

      let successor = try system.startProcess("successor")
      // What the victim had leased, it publishes no more.
      try OutcomeChecker(system).endLeases()
      try await load.awaitEnd(in: system)
      try await system.finish(stopping: [successor])
      #expect(try load.violations(in: system).isEmpty)
      let violations = try OutcomeChecker(system).violations(confirmed: load.identifiers.sorted())
      #expect(violations.isEmpty)
    }
  }

  @Test(
    "A chunk that ends every worker that begins it is divided, and the run ends as an undisturbed one does",
    arguments: TestStore.both)
  func killedAgainAndAgain(on store: TestStore) async throws {
    try await RunningSystem.run(Self.withoutWorker(store)) { system in
      let load = RunLoad(accounts: 10)
      let environment = ["INVOICE_WORKER_FAULT_POINT": "inside-chunk", "INVOICE_WORKER_LANES": "1"]
      var victim = try system.startProcess("victim-0", environment: environment)
      try await load.prepare(system)
      try await system.publish(load.request)
      // What the broker delivers for the first time is counted by nobody.
      for begun in 0...3 {
        #expect(try await victim.end().signal == SIGKILL)
        #expect(try system.count("SELECT begun FROM invoice_run_chunk") == begun)
        guard begun < 3 else { break }
        // The broker has it; a copy, which others would publish when the lease is over, would be a first delivery again.
        try system.unpackOutbox()
        try system.execute("DELETE FROM outbox_message WHERE routing_key = 'invoice.run'")
        victim = try system.startProcess("victim-\(begun + 1)", environment: environment)
      }
      let successor = try system.startProcess("successor")
      try OutcomeChecker(system).endLeases()
      try await load.awaitEnd(in: system)
      try await system.finish(stopping: [successor])
      #expect(try load.violations(in: system).isEmpty)
      #expect(
        try system.count("SELECT chunks_made FROM invoice_run WHERE kind = 'Generate'") == 11)
    }
  }

  @Test(arguments: 1...max(1, rounds), TestStore.both)
  func `killed at random from outside, several workers on one database`(
    round: Int, on store: TestStore
  ) async throws {
    var random = SeededGenerator(seed: UInt64(round))
    try await RunningSystem.run(Self.withoutWorker(store)) { system in
      let load = KillLoad(
        accounts: 30, months: 4, numbering: round.isMultiple(of: 2) ? .policies : .builtIn)
      let small = ["INVOICE_WORKER_BATCH_SIZE": "7", "INVOICE_WORKER_PREFETCH": "14"]
      var workers: [WorkerProcess] = []
      for number in 1...(2 + round % 2) {
        workers.append(try system.startProcess("worker-\(number)", environment: small))
      }
      try await load.prepare(system)
      let ledger = try await LedgerLoad.prepared(accounts: 10, in: system)
      let run = RunLoad(accounts: 170)
      try await run.prepare(system)
      let requests = [run.request] + (load.requests + ledger.requests).shuffled(using: &random)
      // Part of it before each kill: requests flow all the time.
      let parts = 8
      for part in 0..<parts {
        let slice = requests[
          (requests.count * part / parts)..<(requests.count * (part + 1) / parts)]
        try await system.publish(Array(slice))
        // The moment of the kill is not waited for; any is right.
        try await Task.sleep(for: .milliseconds(Int.random(in: 0...250, using: &random)))
        let place = Int.random(in: workers.indices, using: &random)
        workers[place].kill()
        try await workers[place].end()
        workers[place] = try system.startProcess(
          "worker-\(part)-\(place)", environment: small)
      }
      try await load.expectEverything(of: system, and: ledger, run, stopping: workers)
    }
  }

  @Test("The clock of a worker that is killed is kept by another", arguments: TestStore.both)
  func leaderKilled(on store: TestStore) async throws {
    try await RunningSystem.run(Self.withoutWorker(store)) { system in
      let leader = try system.startProcess("leader")
      try await eventually("it keeps the clock") {
        try system.count("SELECT count(*) FROM worker_lease WHERE name = 'clock'") == 1
      }
      let other = try system.startProcess("other")
      try await system.store(
        SampleRecords.account("A"), SampleRecords.schedule("S", account: "A"))
      leader.kill()
      #expect(try await leader.end().signal == SIGKILL)
      let posted = try await system.generate(action: "Posted", ["accountId": "A"])
      let invoice = posted.data["invoices"][0]["invoiceId"].text
      let event = try await system.events.first("what is overdue") {
        $0.routingKey == "invoice.overdue.v1"
      }
      #expect(event.data["invoiceId"].text == invoice)
      #expect(try system.count("SELECT term FROM worker_lease WHERE name = 'clock'") == 2)
      try await other.finish()
    }
  }

  /// More rounds than the two of every test run: `INVOICE_WORKER_KILL_ROUNDS=50`.
  private static let rounds =
    ProcessInfo.processInfo.environment["INVOICE_WORKER_KILL_ROUNDS"].flatMap { Int($0) } ?? 2
}

extension FaultPoint {
  /// Whether a worker reaches it only while it works on a run.
  fileprivate var isOfRuns: Bool {
    switch self {
    case .insideChunk, .afterChunkCommit, .insideSelection, .insideRunEnd: true
    case .afterDelivery, .insideTransaction, .afterCommit, .afterPublish, .beforeDeleteSent,
      .beforeMail, .afterMail, .beforeQuote, .afterQuote, .beforeTax, .afterTax, .insideTaxNote:
      false
    }
  }

  /// Whether a worker reaches it only while it sends an e-mail.
  fileprivate var isOfMail: Bool { self == .beforeMail || self == .afterMail }

  /// Whether a worker reaches it only while it asks or tells a tax engine.
  fileprivate var isOfTax: Bool {
    switch self {
    case .beforeQuote, .afterQuote, .beforeTax, .afterTax, .insideTaxNote: true
    default: false
    }
  }
}
