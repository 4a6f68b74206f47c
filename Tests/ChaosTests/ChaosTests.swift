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
  /// `INVOICE_WORKER_CHAOS_SEED` is the first seed, `INVOICE_WORKER_CHAOS_SEEDS` how many, one after the other.
  @Suite struct WholeSystemTests {
    private static func number(_ variable: String, _ standard: Int) -> Int {
      ProcessInfo.processInfo.environment[variable].flatMap { Int($0) } ?? standard
    }

    private static let seeds: [Int] = {
      let first = number("INVOICE_WORKER_CHAOS_SEED", 1)
      return Array(first..<(first + max(1, number("INVOICE_WORKER_CHAOS_SEEDS", 1))))
    }()
    private static let rounds = max(1, number("INVOICE_WORKER_CHAOS_ROUNDS", 1))

    private static let workerEnvironment = [
      "INVOICE_WORKER_BATCH_SIZE": "10", "INVOICE_WORKER_PREFETCH": "20",
      "INVOICE_WORKER_LANES": "2",
    ]

    @Test(arguments: seeds)
    func `four workers, database and broker harmed under load: everything once`(
      seed: Int
    ) async throws {
      var random = SeededGenerator(seed: UInt64(seed))
      let load = ChaosLoad(accounts: 12 * Self.rounds, months: 4, using: &random)
      let harms = (1...Self.rounds).flatMap { Harm.round($0, using: &random) }
      let pauses = harms.map { _ in Int.random(in: 0...700, using: &random) }
      let victims = harms.map { _ in Int.random(in: 0..<4, using: &random) }
      try await TestBroker.withOwnNode { broker in
        try await PostgreSQLServer.withOwn { (server: PostgreSQLServer) async throws in
          try await run(load, harms, pauses, victims, on: server, and: broker)
          // The database would resolve a deadlock, after a while and at the cost of one transaction.
          #expect(!server.log.contains("deadlock detected"))
        }
      }
    }

    private func run(
      _ load: ChaosLoad, _ harms: [Harm], _ pauses: [Int], _ victims: [Int],
      on server: PostgreSQLServer, and broker: TestBroker
    ) async throws {
      var options = RunningSystem.Options()
      options.workers = 0
      options.store = .postgreSQL(server)
      try await RunningSystem.run(options, on: broker) { system in
        var workers = try (1...4).map {
          try system.startProcess("worker-\($0)", environment: Self.workerEnvironment)
        }
        try await load.prepare(system)
        let ledger = try await LedgerLoad.prepared(accounts: 8, in: system)
        // In several chunks; its totals are those of an undisturbed run.
        let billing = RunLoad(accounts: 600)
        try await billing.prepare(system)
        try await system.publishUntilConfirmed([billing.request])
        let parts = harms.count * 4
        async let sending: Void = system.publishUntilConfirmed(
          load.requests, parts: 0..<parts, of: parts)
        async let moving: Void = system.publishUntilConfirmed(
          ledger.requests, parts: 0..<parts, of: parts)
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
        try await moving
        try await load.expectEverything(in: system, and: ledger, billing, stopping: workers)
      }
    }

    private func inflict(
      _ harm: Harm, on server: PostgreSQLServer, and broker: TestBroker
    ) async throws {
      // How long a harm lasts; nothing is waited for.
      func lasting(
        _ time: Duration, from begin: @escaping @Sendable () throws -> Void,
        to end: @escaping @Sendable () throws -> Void
      ) async throws {
        try await blocking(begin)
        try await Task.sleep(for: time)
        try await blocking(end)
      }
      switch harm {
      case .killWorker: break
      case .killDatabase: try await lasting(.zero, from: server.kill, to: server.restart)
      case .restartDatabase: try await lasting(.seconds(1), from: server.stop, to: server.restart)
      case .freezeDatabase: try await lasting(.seconds(2), from: server.freeze, to: server.thaw)
      case .killBroker:
        try await lasting(
          .zero, from: { try broker.run("kill") }, to: { try broker.run("restart") })
      case .restartBroker: try await blocking { _ = try broker.run("restart") }
      }
    }
  }
}
