import Foundation
import SQLite
import TestBroker
import TestPostgreSQL
import TestWorker
import Testing

extension Chaos {
  /// Everything that a worker talks to hangs, and nobody reads what it says: SIGTERM ends it all the same.
  @Suite struct HangingStopTests {
    /// What is promised to a supervisor (<doc:Operations#Start-stop-scale>).
    private static let promise = Duration.seconds(25)
    /// What a machine with other things to do may take to start, to signal and to tell of an end: the worker's own
    /// limits come to nearly all that is promised. Whatever waits without one is found all the same.
    private static let slowness = Duration.seconds(60)

    /// Lets a worker process take requests, stops the broker and its database where they are, and stops the worker.
    private func expectEnd(
      of system: RunningSystem, freezing freeze: () throws -> Void
    ) async throws {
      try await system.store(
        (1...20).flatMap {
          [SampleRecords.account("A\($0)"), SampleRecords.schedule("A\($0)", account: "A\($0)")]
        })
      for worker in system.workers { await worker.drain() }
      let pipe = try UnreadLogTests.fullPipe()
      let worker = try system.startProcess("hung", standardError: pipe.fileHandleForWriting)
      _ = try await system.complete(.generate(id: "first", ["accountId": "none"]))
      try freeze()
      // So that each lane has something that hangs.
      try await system.publish(
        (1...20).map { .generate(id: "r-\($0)", action: "Posted", ["accountId": "A\($0)"]) })
      try system.broker.run("freeze")
      worker.terminate()
      _ = try await worker.end(within: Self.promise + Self.slowness)
      // Or the test's own connections would not end either.
      try system.broker.run("thaw")
    }

    @Test(
      "W4: a frozen broker, a frozen PostgreSQL and a full pipe: SIGTERM ends the worker within 25 s",
      .timeLimit(.minutes(10)))
    func postgreSQL() async throws {
      try await TestBroker.withOwnNode { broker in
        try await PostgreSQLServer.withOwn { (server: PostgreSQLServer) async throws in
          var options = RunningSystem.Options()
          options.store = .postgreSQL(server)
          try await RunningSystem.run(options, on: broker) { system in
            try await expectEnd(of: system) { try server.freeze() }
            try server.thaw()
          }
        }
      }
    }

    @Test(
      "W4: a frozen broker, a locked SQLite and a full pipe: SIGTERM ends the worker within 25 s",
      .timeLimit(.minutes(10)))
    func sqlite() async throws {
      try await TestBroker.withOwnNode { broker in
        try await RunningSystem.run(on: broker) { system in
          let other = try system.database()
          try await expectEnd(of: system) { try other.execute("BEGIN IMMEDIATE") }
          try other.execute("ROLLBACK")
        }
      }
    }
  }
}
