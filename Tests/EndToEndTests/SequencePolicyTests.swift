import AMQP
import JSON
import TestWorker
import Testing

/// <doc:Numbering>. On systems of their own: where there is a policy, the built-in one does not apply any more.
@Suite struct SequencePolicyTests {
  private static func options(_ store: TestStore) -> RunningSystem.Options {
    var options = RunningSystem.Options()
    options.workers = 3
    options.environment = ["INVOICE_WORKER_PREFETCH": "8", "INVOICE_WORKER_BATCH_SIZE": "4"]
    options.store = store
    return options
  }

  private func policy(
    _ id: String, pattern: String, isActive: Bool = true, _ more: JSONLiteral = [:]
  ) -> JSONLiteral {
    let policy: JSONLiteral = [
      "type": "SequencePolicy", "id": .text(id), "mode": "Gapless", "pattern": .text(pattern),
      "dateStampFormat": "None", "isActive": .flag(isActive),
    ]
    return policy.adding(more)
  }

  /// Posts one invoice for each of `count` new accounts; returns their numbers.
  private func post(
    _ count: Int, legalEntity: String? = nil, on system: RunningSystem
  ) async throws -> [String] {
    let ids = (0..<count).map { _ in newIdentifier("A") }
    try await system.store(
      ids.flatMap { id in
        [
          SampleRecords.account(id, ["legalEntityId": legalEntity.map { .text($0) } ?? .null]),
          SampleRecords.schedule("\(id).s", account: id),
        ]
      })
    try await system.publish(
      ids.map { .generate(id: "g.\($0)", action: "Posted", ["accountId": .text($0)]) })
    var numbers: [String] = []
    for id in ids {
      let completion = try await system.completion("g.\(id)")
      numbers.append(completion.data["invoices"][0]["invoiceNumber"].text ?? "none")
    }
    return numbers.sorted()
  }

  @Test(arguments: TestStore.both)
  func `a sequence policy numbers without gap, however many workers`(
    store: TestStore
  ) async throws {
    try await RunningSystem.run(Self.options(store)) { system in
      try await system.store(
        policy(
          "P", pattern: "N/{DateStamp}/{SequenceValue}",
          [
            "dateStampFormat": "YYYY", "startValue": .number("7"), "minimumDigits": .number("3"),
          ]))
      let expected = (7..<27).map { "N/2026/" + ($0 < 10 ? "00" : "0") + String($0) }
      #expect(try await post(20, on: system) == expected)
    }
  }

  @Test(arguments: TestStore.both)
  func `a policy that comes to numbers already given goes on behind them`(
    store: TestStore
  ) async throws {
    try await RunningSystem.run(Self.options(store)) { system in
      // The built-in policy, then one that writes the same text.
      #expect(
        try await post(3, on: system) == (1...3).map { "INV-2026-00000\($0)" })
      let builtInText = policy(
        "P", pattern: "INV-{SequenceValue}",
        ["dateStampFormat": "YYYY", "minimumDigits": .number("6")])
      try await system.store(builtInText)
      #expect(try await post(3, on: system) == (4...6).map { "INV-2026-00000\($0)" })
      // One that takes its place, for far more numbers than are looked at in one go.
      try system.execute(
        "UPDATE sequence_counter SET next_value = 301 WHERE name = 'policy:P'")
      #expect(try await post(1, on: system) == ["INV-2026-000301"])
      try await system.store(
        builtInText.adding(["isActive": false]),
        policy(
          "Q", pattern: "INV-{DateStamp}-{SequenceValue}",
          ["dateStampFormat": "YYYY", "minimumDigits": .number("6")]))
      #expect(
        try await post(2, on: system) == ["INV-2026-000007", "INV-2026-000008"])
      try system.execute(
        "UPDATE sequence_counter SET next_value = 300 WHERE name = 'policy:Q'")
      #expect(
        try await post(2, on: system) == ["INV-2026-000300", "INV-2026-000302"])
      #expect(system.dead.messages.isEmpty)
    }
  }

  @Test(arguments: TestStore.both)
  func `each legal entity has its own numbers, also where two policies write the same text`(
    store: TestStore
  ) async throws {
    try await RunningSystem.run(Self.options(store)) { system in
      func entity(_ id: String) -> JSONLiteral {
        [
          "type": "LegalEntity", "id": .text(id), "name": .text(id),
          "address": [
            "street": "1", "city": "Springfield", "postalCode": "12345", "country": "US",
          ],
        ]
      }
      try await system.store(
        entity("L"), entity("M"), policy("P", pattern: "{SequenceValue}", ["legalEntityId": "L"]),
        policy(
          "Q", pattern: "{SequenceValue}", ["legalEntityId": "M", "mode": "Basic"]),
        policy("R", pattern: "{SequenceValue}"))
      #expect(try await post(4, legalEntity: "L", on: system) == ["1", "2", "3", "4"])
      #expect(try await post(3, legalEntity: "M", on: system) == ["1", "2", "3"])
      #expect(try await post(2, on: system) == ["1", "2"])
      // The general policy takes over an entity, and passes over what the entity has had.
      try await system.store(
        policy("P", pattern: "{SequenceValue}", isActive: false, ["legalEntityId": "L"]))
      #expect(try await post(2, legalEntity: "L", on: system) == ["5", "6"])
    }
  }

  @Test(arguments: TestStore.both)
  func `with no policy that matches, or two, nothing is posted and the schedules stay ready`(
    store: TestStore
  ) async throws {
    try await RunningSystem.run(Self.options(store)) { system in
      try await system.store(
        policy("P", pattern: "P{SequenceValue}", isActive: false), SampleRecords.account("A"),
        SampleRecords.schedule("S", account: "A"))
      for (code, second) in [
        ("SEQUENCE_POLICY_MISSING", false), ("SEQUENCE_POLICY_AMBIGUOUS", true),
      ] {
        if second {
          try await system.store(
            policy("P", pattern: "P{SequenceValue}"), policy("Q", pattern: "Q{SequenceValue}"))
        }
        let failed = try await system.generate(action: "Posted", ["accountId": "A"])
        #expect(failed.outcome == "Failed")
        #expect(failed.data["invoices"][0]["errors"][0]["errorCode"].text == code)
      }
      #expect(try await system.generate(["accountId": "A"]).outcome == "Succeeded")
    }
  }
}
