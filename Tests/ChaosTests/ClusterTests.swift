import Foundation
import TestBroker
import TestPostgreSQL
import TestSupport
import TestWorker
import Testing

extension Chaos {
  /// A cluster of three nodes, each queue with a member on each of them: any one node may go.
  @Suite struct ClusterTests {
    private static func withCluster(
      _ body: ([TestBroker]) async throws -> Void
    ) async throws {
      try await TestBroker.withOwnNode(["--name", "one"]) { one in
        let joining = ["--join", one.directory]
        try await TestBroker.withOwnNode(["--name", "two"] + joining) { two in
          try await TestBroker.withOwnNode(["--name", "three"] + joining) { three in
            try await body([one, two, three])
          }
        }
      }
    }

    /// The address of the system's virtual host on all nodes.
    private static func address(of system: RunningSystem, on nodes: [TestBroker]) throws -> String {
      let hosts = try nodes.map { node in
        let url = try #require(URL(string: node.url))
        return try "\(#require(url.host())):\(#require(url.port))"
      }
      return "amqp://guest:guest@\(hosts.joined(separator: ","))/\(try virtualHost(of: system))"
    }

    private static func virtualHost(of system: RunningSystem) throws -> String {
      try #require(system.address.split(separator: "/").last.map(String.init))
    }

    /// The place of the node that leads the queue of generation.
    private static func leader(in system: RunningSystem, of nodes: [TestBroker]) throws -> Int {
      let answer = try nodes[0].evaluate(
        """
        case rabbit_amqqueue:lookup(rabbit_misc:r(<<"\(virtualHost(of: system))">>, queue, \
        <<"invoice.generate">>)) of {ok, Q} -> amqqueue:get_pid(Q) end
        """)
      return try #require(
        ["one@", "two@", "three@"].firstIndex { answer.contains($0) }, "\(answer)")
    }

    @Test(
      "7: of three nodes the one that leads is killed, the next leader is cut off, and another killed, while requests flow: everything once"
    )
    func leaders() async throws {
      var random = SeededGenerator(seed: 3)
      let load = ChaosLoad(accounts: 12, months: 4, using: &random)
      try await Self.withCluster { nodes in
        try await PostgreSQLServer.withOwn { (server: PostgreSQLServer) async throws in
          var options = RunningSystem.Options()
          options.workers = 0
          options.store = .postgreSQL(server)
          try await RunningSystem.run(options, on: nodes[0]) { system in
            let address = try Self.address(of: system, on: nodes)
            let workers = try (1...2).map {
              try system.startProcess(
                "worker-\($0)",
                environment: [
                  "AMQP_URL": address, "INVOICE_WORKER_BATCH_SIZE": "10",
                  "INVOICE_WORKER_PREFETCH": "20", "INVOICE_WORKER_LANES": "2",
                ])
            }
            try await load.prepare(system)
            let parts = 12
            async let sending: Void = system.publishUntilConfirmed(
              load.requests, parts: 0..<parts, of: parts)
            for isCutOff in [false, true, false] {
              // The moment is not waited for; any is right.
              try await Task.sleep(for: .milliseconds(500))
              let node = nodes[try Self.leader(in: system, of: nodes)]
              if isCutOff {
                // It answers nobody and hears nobody, and comes back believing that it leads.
                try await blocking { _ = try node.run("freeze") }
                try await Task.sleep(for: .seconds(10))
                try await blocking { _ = try node.run("thaw") }
              } else {
                try await blocking { _ = try node.run("kill") }
                try await blocking { _ = try node.run("restart") }
              }
            }
            try await sending
            try await load.expectEverything(in: system, stopping: workers)
          }
        }
      }
    }
  }
}
