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
      try await TestBroker.withOwnNode { broker in
        try await PostgreSQLServer.withOwn { (server: PostgreSQLServer) async throws in
          try await run(load, harms, pauses, victims, on: server, and: broker)
          // Waiting in a circle would be mended by the database, after a while and at somebody's cost.
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
        async let sending: Void = load.send(inParts: harms.count * 4, to: system)
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
        try await load.expectEverything(in: system, stopping: workers)
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
  }
}
