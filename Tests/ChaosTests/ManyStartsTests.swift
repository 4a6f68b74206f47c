import Foundation
import TestWorker
import Testing

extension Chaos {
  @Suite struct ManyStartsTests {
    @Test(arguments: TestStore.both)
    func `ten workers start at once on an empty database, each told to migrate`(
      _ store: TestStore
    ) async throws {
      var options = RunningSystem.Options()
      options.workers = 0
      options.store = store
      options.migrates = false
      try await RunningSystem.run(options) { system in
        try system.prepareDirectory()
        let workers = try (1...10).map { try system.startProcess("worker-\($0)", ["--migrate"]) }
        try await eventually("all ten work", within: .seconds(60)) {
          system.log.components(separatedBy: "worker started").count == 11
        }
        try await system.store(
          SampleRecords.account("A"), SampleRecords.schedule("A", account: "A"))
        let completion = try await system.generate(["accountId": "A"])
        #expect(completion.data["invoices"].elements.count == 1)
        for worker in workers { worker.terminate() }
        for worker in workers { #expect(try await worker.end().status == 0) }
        // Each step ran once.
        #expect(
          try system.count("SELECT count(*) FROM schema_version")
            == system.count("SELECT max(version) FROM schema_version"))
      }
    }
  }
}
