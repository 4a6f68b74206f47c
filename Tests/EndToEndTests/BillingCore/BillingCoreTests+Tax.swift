import AMQP
import JSON
import TestWorker
import Testing

extension BillingCoreTests {
  @Test(arguments: TestStore.both)
  func `tax is estimated on a draft, final on a posted invoice, rounded once and spread`(
    on store: TestStore
  ) async throws {
    let system = try BothStores.system(on: store)
    let account = newIdentifier("A")
    func rate(_ name: String, region: JSONLiteral, percent: String) -> JSONLiteral {
      SampleRecords.taxRate("\(account).\(name)", code: account, percent: percent)
        .adding(["region": region])
    }
    func place(_ state: String) -> JSONLiteral {
      [
        "billingAddress": [
          "street": "1", "city": "C", "postalCode": "1", "state": .text(state), "country": "US",
        ]
      ]
    }
    func schedule(_ account: String, _ name: String, _ amount: String) -> JSONLiteral {
      SampleRecords.schedule(
        "\(account).\(name)", account: account, amount: amount,
        ["taxTreatmentId": .text("\(self.root(account)).T")])
    }
    try await system.store(
      SampleRecords.account(account, place("ca")),
      SampleRecords.account("\(account)-exempt", place("CA").adding(["taxExempt": true])),
      SampleRecords.account("\(account)-nowhere", country: "DE"),
      SampleRecords.taxTreatment("\(account).T", code: account),
      rate("us", region: .null, percent: "5"), rate("ca", region: "CA", percent: "7.5"),
      schedule(account, "1", "0.33"), schedule(account, "2", "0.33"),
      schedule(account, "3", "0.34"),
      schedule("\(account)-exempt", "1", "100.00"), schedule("\(account)-nowhere", "1", "100.00"))

    for (action, event, status, target) in [
      ("Draft", "invoice.drafted.v1", "Estimated", "2026-01-02"),
      ("Posted", "invoice.posted.v1", "Posted", "2026-02-02"),
    ] {
      let id = newIdentifier()
      let billed = try await system.generate(
        id: id, action: action, ["accountId": .text(account)], targetDate: target)
      #expect(billed.data["invoices"][0]["totalTaxAmount"].text == "0.08")
      let invoice = try await system.events.first("the invoice") {
        $0.routingKey == event && $0.properties.correlationId == id
      }
      let lines = invoice.data["lines"].elements
      #expect(lines.map { $0["taxProcessingStatus"].text } == [status, status, status])
      #expect(lines.map { $0["taxes"][0]["amount"].text } == ["0.03", "0.02", "0.03"])
      #expect(lines.map { $0["taxes"][0]["rate"].text } == ["7.5", "7.5", "7.5"])
    }
    let exempt = try await system.generate(
      action: "Posted", ["accountId": .text("\(account)-exempt")], targetDate: "2026-01-02")
    #expect(exempt.data["invoices"][0]["totalTaxAmount"].text == "0.00")

    // No rate is never 0 %: the schedule goes to Error, and is billed once it is recovered.
    let nowhere = "\(account)-nowhere"
    let failed = try await system.generate(
      action: "Posted", ["accountId": .text(nowhere)], targetDate: "2026-01-02")
    #expect(failed.outcome == "Failed")
    #expect(failed.data["invoices"][0]["errors"][0]["errorCode"].text == "TAX_RATE_NOT_FOUND")
    #expect(try system.schedule("\(nowhere).1", "status") == "Error")
    try await system.store(
      SampleRecords.taxRate("\(account).de", country: "DE", code: account, percent: "19"))
    let recovered = try await system.complete(
      .recover(id: newIdentifier(), ["\(nowhere).1"]))
    #expect(recovered.outcome == "Succeeded")
    let billed = try await system.generate(
      action: "Posted", ["accountId": .text(nowhere)], targetDate: "2026-01-02")
    #expect(billed.data["invoices"][0]["totalTaxAmount"].text == "19.00")
  }

  /// The account whose records several accounts of a test share.
  private func root(_ account: String) -> String {
    account.replacing("-exempt", with: "").replacing("-nowhere", with: "")
  }
}
