import TestWorker
import Testing

@Suite struct SmokeTests {
  @Test func `an account is billed`() async throws {
    try await RunningSystem.run { system in
      try await system.store(
        SampleRecords.account("A"), SampleRecords.schedule("S", account: "A"))
      let completion = try await system.generate(["accountId": "A"])
      #expect(completion.outcome == "Succeeded")
    }
  }
}
