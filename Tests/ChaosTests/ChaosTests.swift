import Foundation
import TestBroker
import TestPostgreSQL
import TestSupport
import TestWorker
import Testing

extension Chaos {
  /// Four workers share a database and a broker; all of them are killed and restarted at random while
  /// requests flow. Afterwards everything is counted.
  ///
  /// `INVOICE_WORKER_CHAOS_ROUNDS` makes it longer (a round takes about half a minute),
  /// `INVOICE_WORKER_CHAOS_SEED` another one.
  @Suite struct WholeSystemTests {
    private static func number(_ variable: String, _ standard: Int) -> Int {
      ProcessInfo.processInfo.environment[variable].flatMap { Int($0) } ?? standard
    }

    private static let seed = number("INVOICE_WORKER_CHAOS_SEED", 1)
    private static let rounds = max(1, number("INVOICE_WORKER_CHAOS_ROUNDS", 1))

    private static let workerEnvironment = [
      "INVOICE_WORKER_BATCH_SIZE": "10", "INVOICE_WORKER_PREFETCH": "20",
      "INVOICE_WORKER_LANES": "2",
    ]

    @Test func `four workers, database and broker harmed under load: everything once`() async throws
    {
      var random = SeededGenerator(seed: UInt64(Self.seed))
      let load = ChaosLoad(accounts: 12 * Self.rounds, months: 4, using: &random)
      let harms = (1...Self.rounds).flatMap { Harm.round($0, using: &random) }
      let pauses = harms.map { _ in Int.random(in: 0...700, using: &random) }
      let victims = harms.map { _ in Int.random(in: 0..<4, using: &random) }
      let broker = try TestBroker.own()
      try await PostgreSQLServer.withOwn { (server: PostgreSQLServer) async throws in
        var options = RunningSystem.Options()
        options.workers = 0
        options.store = .postgreSQL(server)
        try await RunningSystem.run(options, on: broker) { system in
          var workers = try (1...4).map {
            try system.startProcess("worker-\($0)", environment: Self.workerEnvironment)
          }
          try await load.prepare(system)
          async let sending: Void = send(load.requests, over: harms.count, to: system)
          for (step, harm) in harms.enumerated() {
            // The moment is not waited for; any is right.
            try await Task.sleep(for: .milliseconds(pauses[step]))
            if case .killWorker = harm {
              let place = victims[step]
              workers[place].kill()
              #expect(try await workers[place].end().signal == SIGKILL)
              workers[place] = try system.startProcess(
                "worker-\(place + 1)-\(step)", environment: Self.workerEnvironment)
            } else {
              try await inflict(harm, on: server, and: broker)
            }
          }
          try await sending
          try await expectEverything(of: load, in: system, workers)
        }
        // Waiting in a circle would be mended by the database, after a while and at somebody's cost.
        #expect(!server.log.contains("deadlock detected"))
      }
    }

    private func inflict(
      _ harm: Harm, on server: PostgreSQLServer, and broker: TestBroker
    ) async throws {
      try await blocking {
        switch harm {
        case .killWorker: break
        case .killDatabase:
          try server.kill()
          try server.restart()
        case .restartDatabase:
          try server.stop()
          Thread.sleep(forTimeInterval: 1)
          try server.restart()
        case .freezeDatabase:
          try server.freeze()
          Thread.sleep(forTimeInterval: 2)
          try server.thaw()
        case .killBroker:
          try broker.run("kill")
          try broker.run("restart")
        case .restartBroker:
          try broker.run("restart")
        }
      }
    }

    /// Spread over the time of the harms, each until the broker has confirmed it.
    private func send(
      _ requests: [SampleRequest], over steps: Int, to system: RunningSystem
    ) async throws {
      let parts = steps * 4
      for part in 0..<parts {
        let slice = requests[
          (requests.count * part / parts)..<(requests.count * (part + 1) / parts)]
        try await system.publishUntilConfirmed(Array(slice))
        try await Task.sleep(for: .milliseconds(250))
      }
    }

    private func expectEverything(
      of load: ChaosLoad, in system: RunningSystem, _ workers: [WorkerProcess]
    ) async throws {
      let confirmed = load.identifiers
      try await eventually("every request has an outcome", within: .seconds(90)) {
        // The records are one more.
        try system.count("SELECT count(*) FROM request WHERE outcome IS NOT NULL")
          == confirmed.count + 1
      }
      try await system.awaitEmptyQueues(within: .seconds(60))
      let checker = OutcomeChecker(system)
      try checker.endLeases()
      try await checker.awaitPublished()
      for worker in workers { worker.terminate() }
      for worker in workers { #expect(try await worker.end().status == 0) }

      // What was delivered and not acknowledged would be back now.
      try await system.awaitEmptyQueues(within: .zero)
      #expect(try system.count("SELECT count(*) FROM outbox_message") == 0)
      let violations = try checker.violations(confirmed: confirmed.sorted())
      #expect(violations.isEmpty)
      #expect(try system.count("SELECT count(*) FROM invoice_line") == load.lineCount)
      // No outage is held against a request.
      let failed = try system.column(
        """
        SELECT identifier || ': ' || outcome FROM request
        WHERE outcome <> 'Succeeded' AND identifier NOT LIKE 'E%'
        """)
      #expect(failed.isEmpty)
      #expect(try system.count("SELECT count(*) FROM request WHERE is_internal_error") == 0)
      #expect(system.dead.messages.isEmpty)
    }
  }
}
