import AMQP
import Billing
import JSON
import TestSupport
import TestWorker
import Testing

/// From a draft to what became of it, through the broker, on both stores: the worked examples that show in numbers, events
/// and completions.
@Suite(.bothStores) struct LifecycleTests {
  @Test("E2: a draft is posted once, whoever asks", arguments: TestStore.both)
  func postedOnce(on store: TestStore) async throws {
    let debtor = try await Debtor(on: store)
    let draft = try await debtor.invoice("100.00", "Draft")
    let other = try await debtor.invoice("50.00", "Draft")
    let id = newIdentifier()
    let posted = try await debtor.done(.post(id: id, [draft]))
    #expect(posted.data["invoices"][0]["invoiceNumber"].text == "\(debtor.entity)-1")
    #expect(posted.data["invoices"][0]["status"].text == "Posted")
    #expect(posted.data["invoices"][0]["balance"].text == "100.00")

    // The same request is answered as before; another meets the new state.
    let again = try await debtor.system.complete(.post(id: id, [draft]))
    #expect(again.id == posted.id)
    let refused = try await debtor.system.complete(.post([draft]))
    #expect(refused.outcome == "Failed")
    #expect(refused.codes == ["INVOICE_NOT_DRAFT"])
    #expect(refused.sentences.contains("\(debtor.entity)-1"))

    let next = try await debtor.done(.post([other]))
    #expect(next.data["invoices"][0]["invoiceNumber"].text == "\(debtor.entity)-2")
    #expect(try debtor.numbers() == ["\(debtor.entity)-1", "\(debtor.entity)-2"])

    let event = try await debtor.system.events.first("the posted invoice") {
      $0.routingKey == "invoice.posted.v1" && $0.data["invoiceId"].text == draft
    }
    #expect(event.properties.correlationId == id)
    #expect(event.data["invoiceNumber"].text == "\(debtor.entity)-1")
    #expect(event.data["lines"].elements.count == 1)
    #expect(event.data["version"].text == "2")
    #expect(try debtor.timeline(of: draft) == ["Drafted", "Posted"])
  }

  @Test("E3: an item that is refused takes no number and stays as it is", arguments: TestStore.both)
  func itemsByThemselves(on store: TestStore) async throws {
    let debtor = try await Debtor(on: store)
    let treatment = newIdentifier("T")
    let schedule = newIdentifier("S")
    let rate = { (name: String) in
      SampleRecords.taxRate("\(treatment).\(name)", code: treatment, percent: "5")
    }
    try await debtor.system.store(
      SampleRecords.taxTreatment(treatment, code: treatment), rate("one"),
      SampleRecords.schedule(
        schedule, account: debtor.account, ["taxTreatmentId": .text(treatment)]))
    let first = try await debtor.invoice("10.00", "Draft")
    let taxed = try #require(
      try await debtor.system.generate(
        ["billingScheduleIds": [.text(schedule)]], targetDate: "2026-01-02"
      ).invoiceId)
    let third = try await debtor.invoice("30.00", "Draft")
    try await debtor.system.store(rate("two"))

    let completion = try await debtor.system.complete(.post([first, taxed, third]))
    #expect(completion.outcome == "PartiallySucceeded")
    #expect(completion.codes == ["TAX_RATE_AMBIGUOUS"])
    #expect(completion.data["invoices"].texts("invoiceId") == [first, taxed, third])
    #expect(try debtor.stored(first).number == "\(debtor.entity)-1")
    #expect(try debtor.stored(third).number == "\(debtor.entity)-2")
    let draft = try debtor.stored(taxed)
    #expect(draft.status == .draft)
    #expect(draft.number == nil)
    #expect(draft.version == 1)
  }

  @Test("E5: a chain is voided by one request, latest first", arguments: TestStore.both)
  func chainIsVoided(on store: TestStore) async throws {
    let debtor = try await Debtor(on: store)
    let january = try await debtor.month(1)
    let february = try await debtor.month(2)
    let refused = try await debtor.system.complete(.void([january]))
    #expect(refused.outcome == "Failed")
    #expect(refused.codes == ["INVOICE_NOT_LATEST"])
    #expect(refused.errorSources == [february])

    let id = newIdentifier()
    let voided = try await debtor.done(.void(id: id, [january, february], ["reason": "wrong"]))
    #expect(voided.data["invoices"].texts("status") == ["Voided", "Voided"])
    #expect(voided.data["invoices"].texts("balance") == ["0.00", "0.00"])
    let memos = Dictionary(
      voided.data["creditMemos"].elements.map {
        ($0["invoiceId"].text ?? "", $0["creditMemoNumber"].text ?? "")
      }, uniquingKeysWith: { first, _ in first })
    #expect(memos == [february: "CM-\(debtor.entity)-1", january: "CM-\(debtor.entity)-2"])

    let event = try await debtor.system.events.first("the voided invoice") {
      $0.routingKey == "invoice.voided.v1" && $0.data["invoiceId"].text == january
    }
    #expect(event.data["creditMemo"]["creditMemoNumber"].text == "CM-\(debtor.entity)-2")
    let memo = try await debtor.system.events.first("the memo") {
      $0.routingKey == "credit-memo.posted.v1" && $0.data["invoiceId"].text == february
    }
    #expect(memo.data["lines"].elements.count == 1)
    #expect(memo.data["balance"].text == "0.00")
    #expect(memo.properties.correlationId == id)

    // What they billed is open again, and billed once, under the next number.
    let again = try await debtor.system.generate(
      action: "Posted", ["billingScheduleIds": [.text(debtor.schedule)]], targetDate: "2026-02-02")
    #expect(again.data["invoices"][0]["totalAmount"].text == "200.00")
    #expect(again.data["invoices"][0]["invoiceNumber"].text == "\(debtor.entity)-3")
    #expect(try debtor.timeline(of: january) == ["Posted", "Voided"])

    let final = try await debtor.system.complete(.void([january]))
    #expect(final.codes == ["INVOICE_NOT_POSTED"])
    #expect(final.sentences.contains("CM-\(debtor.entity)-2"))
  }

  @Test("A draft that brought its own number keeps it when it is posted", arguments: TestStore.both)
  func ownNumber(on store: TestStore) async throws {
    let debtor = try await Debtor(on: store)
    let own = newIdentifier("N")
    let untaxed = newIdentifier("T")
    try await debtor.system.store([
      "type": "TaxTreatment", "id": .text(untaxed), "name": "None", "isTaxable": false,
    ])
    func ingest(_ number: JSONLiteral) async throws -> String {
      let invoice: JSONLiteral = [
        "billingAccountId": .text(debtor.account), "currency": "USD", "invoiceDate": "2026-02-01",
        "invoiceNumber": number, "status": "Draft",
        "lines": [
          [
            "name": "Support", "quantity": "1", "unitPrice": "10.00", "chargeAmount": "10.00",
            "taxTreatmentId": .text(untaxed),
          ]
        ],
      ]
      let completion = try await debtor.system.complete(
        SampleRequest(SampleRequest.ingest, id: newIdentifier(), ["invoice": invoice]))
      return try #require(completion.invoiceId, "\(completion.codes)")
    }
    let numbered = try await ingest(.text(own))
    let unnumbered = try await ingest(.null)
    let posted = try await debtor.done(.post([numbered, unnumbered]))
    #expect(posted.data["invoices"].texts("invoiceNumber") == [own, "\(debtor.entity)-1"])
    #expect(try debtor.numbers() == ["\(debtor.entity)-1"])
  }

  @Test("A draft is changed, posted, and then only some of it can be", arguments: TestStore.both)
  func update(on store: TestStore) async throws {
    let debtor = try await Debtor(on: store)
    let draft = try await debtor.invoice("100.00", "Draft")
    let id = newIdentifier()
    try await debtor.done(
      .update(
        id: id, draft, ["description": "November", "dueDate": "2026-03-31"], expectedVersion: 1))
    let event = try await debtor.system.events.first("the update") {
      $0.routingKey == "invoice.updated.v1" && $0.properties.correlationId == id
    }
    #expect(Set(event.data["changes"].texts("field")) == ["description", "dueDate"])
    #expect(event.data["version"].text == "2")

    let stale = try await debtor.system.complete(
      .update(draft, ["description": "December"], expectedVersion: 1))
    #expect(stale.outcome == "Failed")
    #expect(stale.codes == ["INVOICE_CHANGED"])

    // What is there already is no change.
    try await debtor.done(.update(draft, ["description": "November"]))
    #expect(try debtor.stored(draft).version == 2)
    try await debtor.done(.post([draft]))
    try await debtor.done(.update(draft, ["purchaseOrderNumber": "PO-1"]))
    let fixed = try await debtor.system.complete(.update(draft, ["invoiceDate": "2026-03-01"]))
    #expect(fixed.codes == ["INVOICE_FIELD_FIXED"])
    #expect(try debtor.stored(draft).version == 4)
    #expect(try debtor.timeline(of: draft) == ["Drafted", "Updated", "Posted", "Updated"])
  }
}
