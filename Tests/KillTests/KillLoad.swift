import AMQP
import TestWorker
import Testing

/// What flows while workers are killed: for each account a request a month, Draft and Posted in turn, each
/// sent twice; and requests that are refused.
struct KillLoad {
  let accounts: [String]
  let months: Int

  init(accounts: Int, months: Int) {
    self.accounts = (1...accounts).map { "A\($0)" }
    self.months = months
  }

  private var records: [JSONLiteral] {
    [
      SampleRecords.taxTreatment("T", code: "STD"),
      SampleRecords.taxRate("R", code: "STD", percent: "7.7"),
    ]
      + accounts.flatMap { account in
        [
          SampleRecords.account(account),
          SampleRecords.schedule(
            account, account: account, amount: "33.33", ["taxTreatmentId": "T"]),
          SampleRecords.schedule("\(account).second", account: account, amount: "0.01"),
        ]
      }
  }

  /// Every one twice, the second time later.
  var requests: [SampleRequest] {
    var requests = accounts.flatMap { account in
      (1...months).map { month in
        SampleRequest.generate(
          id: "\(account)-\(month)", action: month.isMultiple(of: 2) ? "Draft" : "Posted",
          ["accountId": .text(account)], targetDate: "2026-0\(month + 1)-01")
      }
    }
    requests.append(.generate(id: "unknown", ["accountId": "none"]))
    requests.append(SampleRequest(SampleRequest.generate, id: "invalid", ["accountId": "A"]))
    requests.append(SampleRequest("invoice.frobnicate.v1", id: "strange", [:]))
    return requests + requests.reversed()
  }

  /// Stores the records.
  func prepare(_ system: RunningSystem) async throws {
    let completion = try await system.complete(.upsert(id: "records", records))
    guard completion.outcome == "Succeeded" else {
      throw ConditionNotMet("records: \(String(decoding: completion.body, as: UTF8.self))")
    }
  }

  /// Waits for everything that was promised, stops the workers, and counts.
  func expectEverything(of system: RunningSystem, stopping workers: [WorkerProcess]) async throws {
    let confirmed = Set(requests.compactMap(\.properties.messageID))
    try await eventually("every request has an outcome", within: .seconds(60)) {
      // The records are one more.
      try system.count("SELECT count(*) FROM request WHERE outcome IS NOT NULL")
        == confirmed.count + 1
    }
    try await system.awaitEmptyQueues()
    let checker = OutcomeChecker(system)
    try checker.endLeases()
    try await checker.awaitPublished()
    for worker in workers { worker.terminate() }
    for worker in workers { #expect(try await worker.end().status == 0) }

    // What was delivered and not acknowledged would be back now.
    try await system.awaitEmptyQueues(within: .zero)
    #expect(try system.count("SELECT count(*) FROM outbox_message") == 0)
    #expect(try checker.violations(confirmed: confirmed.sorted()).isEmpty)
    // Each schedule is billed to the last month that was asked for, whatever the order of the requests.
    let lines = try system.count("SELECT count(*) FROM invoice_line")
    #expect(lines == accounts.count * months * 2)
    #expect(Set(system.dead.messages.compactMap(\.properties.messageID)) == ["invalid", "strange"])
  }
}
