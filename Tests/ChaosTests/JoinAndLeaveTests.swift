import Foundation
import TestPostgreSQL
import TestSupport
import TestWorker
import Testing

extension Chaos {
  /// Workers of different classes come and go while requests flow.
  @Suite struct JoinAndLeaveTests {
    /// Which types a worker may give an outcome to, by the first word of its name.
    private static let types: [Substring: Set<String>] = [
      "generating": [SampleRequest.generate],
      "keeping": [SampleRequest.upsert, SampleRequest.recover, SampleRequest.ingest],
    ]
    private static let queues: [Substring: String] = [
      "generating": "generate", "keeping": "records,manage,ingest",
    ]

    /// The database knows a worker by its name too.
    private func join(_ name: String, in system: RunningSystem) throws -> WorkerProcess {
      let kind = name.prefix { $0 != "-" }
      return try system.startProcess(
        name, ["--queues", Self.queues[kind] ?? ""],
        environment: [
          "INVOICE_WORKER_BATCH_SIZE": "10", "INVOICE_WORKER_PREFETCH": "20",
          "INVOICE_WORKER_LANES": "2",
          "DATABASE_URL": "\(system.databaseURL)?application_name=\(name)",
        ])
    }

    /// Once it has given a request its outcome, so that its leaving is a loss. It may have come when the others had
    /// done everything, so there are new requests until it has its part.
    private func awaitWork(
      of name: String, _ witness: TransactionWitness, of load: inout ChaosLoad,
      in system: RunningSystem
    ) async throws {
      let isGenerating = name.hasPrefix("generating")
      try await eventually("\(name) works") {
        if try witness.observations().contains(where: { $0.application == name }) { return true }
        try await system.publish(load.another(generating: isGenerating))
        return false
      }
    }

    @Test
    func `each takes its own classes only, and whoever leaves, every request has one outcome`()
      async throws
    {
      var random = SeededGenerator(seed: 7)
      var load = ChaosLoad(accounts: 16, months: 4, using: &random)
      try await PostgreSQLServer.withOwn { (server: PostgreSQLServer) async throws in
        var options = RunningSystem.Options()
        options.workers = 0
        options.store = .postgreSQL(server)
        try await RunningSystem.run(options) { system in
          let witness = try TransactionWitness(system)
          var present: [String: WorkerProcess] = [
            "generating-1": try join("generating-1", in: system),
            "generating-2": try join("generating-2", in: system),
            "keeping-1": try join("keeping-1", in: system),
          ]
          try await load.prepare(system)

          func leave(_ name: String, killed: Bool) async throws {
            try await awaitWork(of: name, witness, of: &load, in: system)
            let worker = try #require(present[name])
            present[name] = nil
            if killed { worker.kill() } else { worker.terminate() }
            let end = try await worker.end()
            #expect(end.signal == (killed ? SIGKILL : nil))
            #expect(end.status == (killed ? nil : 0))
          }
          func enter(_ name: String) throws { present[name] = try join(name, in: system) }

          // A part of the load begins with each step, so that each has requests under way.
          let planned = load
          let steps = 6
          func step(_ number: Int, _ change: () async throws -> Void) async throws {
            async let sending: Void = system.publishUntilConfirmed(
              planned.requests, parts: (number * 4)..<(number * 4 + 4), of: steps * 4)
            try await change()
            try await sending
          }
          // Asked to go, with another to take over.
          try await step(0) {
            try enter("generating-3")
            try await leave("generating-1", killed: false)
          }
          // Killed, alone in its class, so that requests wait.
          try await step(1) {
            try await leave("keeping-1", killed: true)
            try enter("keeping-2")
          }
          // All of a class at once.
          try await step(2) {
            try await leave("generating-2", killed: true)
            try await leave("generating-3", killed: true)
          }
          try await step(3) {
            try enter("generating-4")
            try enter("generating-5")
            try await leave("keeping-2", killed: false)
          }
          try await step(4) {
            try enter("keeping-3")
            try await leave("generating-4", killed: false)
          }
          try await step(5) {
            try await leave("generating-5", killed: true)
            try enter("generating-6")
          }
          try await load.expectEverything(in: system, stopping: Array(present.values))

          let observations = try witness.observations()
          #expect(Set(observations.map(\.identifier)).isSuperset(of: load.identifiers))
          let strangers = observations.filter { observation in
            let kind = observation.application.prefix { $0 != "-" }
            return Self.types[kind]?.contains(observation.type) != true
          }
          #expect(strangers.isEmpty, "outcomes by workers of other classes")
        }
      }
    }
  }
}
