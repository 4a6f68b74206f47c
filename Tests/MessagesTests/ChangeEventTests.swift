import Billing
import CivilTime
import JSON
import Messages
import Monetary
import Testing

/// The events of what becomes of invoices after they were made.
@Suite struct ChangeEventTests {
  private func events(_ effects: Effects, limit: Int = 1 << 20) -> [Event] {
    EventEncoder().events(
      of: effects, by: EventSamples.header, time: EventSamples.completed, limit: limit)
  }

  private func events(
    _ invoice: Invoice, _ acts: [InvoiceChange.Act], ledger: LedgerEffects = LedgerEffects(),
    limit: Int = 1 << 20
  ) -> [Event] {
    let change = InvoiceChange(
      invoice, acts, previousBalance: EventSamples.money("170"),
      cause: RecordReference(.payment, Payment.ID("PAY-1")), lines: .taxes)
    return events(
      Effects(invoices: InvoiceEffects(changed: [change]), ledger: ledger), limit: limit)
  }

  private func data(_ event: Event?) throws -> JSONObject {
    let event = try #require(event)
    return try #require(try EventView(reading: event.body).data)
  }

  private func member(_ data: JSONObject, _ name: String, _ inner: String) -> JSONValue? {
    guard case .object(let object)? = data[name] else { return nil }
    return object[inner]
  }

  @Test("A posted draft is told whole, with the balance that is left, and then that it is paid")
  func posted() throws {
    var invoice = EventSamples.invoice
    invoice.balance = EventSamples.money("0")
    invoice.version = 2
    let events = events(invoice, [.posted, .paid(by: .payment("PAY-1"))])
    #expect(events.map(\.type) == [.invoicePosted, .invoicePaid])
    #expect(events.allSatisfy { $0.subject == "I-1" && $0.requestIdentifier == "r-1" })
    let posted = try data(events.first)
    #expect(posted["lines"] != nil && posted["balance"] == .string("0.00"))
    let paid = try data(events.last)
    #expect(paid["lines"] == nil && paid["addresses"] == nil && paid["linesOmitted"] == nil)
    #expect(member(paid, "settledBy", "id") == .string("PAY-1"))
  }

  @Test(
    "An invoice that its account settles when it is made is posted, paid, and then has its tasks")
  func settledAtPosting() throws {
    var effects = Effects(invoices: InvoiceEffects(made: [EventSamples.invoice]))
    effects.invoices.settledAtPosting = ["I-1": [.balanceChanged, .paid(by: .creditMemo("CM-1"))]]
    effects.tasks.requested = [task(.send)]
    #expect(
      events(effects).map(\.type) == [.invoicePosted, .invoicePaid, .invoiceTaskRequested])
  }

  private func task(_ kind: InvoiceTask.Kind, id: InvoiceTask.ID = "T-1") -> InvoiceTask {
    InvoiceTask(
      id: id, invoiceId: "I-1", kind: kind, retryOf: "T-0", requestedAt: EventSamples.completed,
      request: EventSamples.key)
  }

  @Test(
    "A task of a stored invoice tells the invoice whole, what to charge, and the token; no other event does"
  )
  func task() throws {
    var charge = task(.charge)
    charge.amount = EventSamples.money("170")
    charge.savedPaymentMethodId = "PM-1"
    var effects = Effects()
    effects.tasks.requested = [charge, task(.sync, id: "T-2")]
    effects.tasks.invoices = ["I-1": EventSamples.invoice]
    effects.tasks.paymentMethods = [
      "PM-1": SavedPaymentMethod(
        id: "PM-1", accountId: "ACC-1001", kind: .card, displayName: "Visa ending in 4242",
        token: PaymentToken("tok_secret"), last4: "4242")
    ]
    let events = events(effects)
    #expect(events.map(\.type) == [.invoiceTaskRequested, .invoiceTaskRequested])
    #expect(Set(events.map(\.id)).count == 2 && events.allSatisfy { $0.subject == "I-1" })
    let told = try data(events.first)
    #expect(told["taskId"] == .string("T-1") && told["task"] == .string("Charge"))
    #expect(told["retryOf"] == .string("T-0") && told["amount"] == .string("170.00"))
    #expect(member(told, "paymentMethod", "savedPaymentMethodId") == .string("PM-1"))
    #expect(member(told, "paymentMethod", "kind") == .string("Card"))
    #expect(member(told, "paymentMethod", "displayName") == .string("Visa ending in 4242"))
    #expect(member(told, "paymentMethod", "token") == .string("tok_secret"))
    #expect(member(told, "invoice", "lines") != nil)
    let sync = try data(events.last)
    #expect(sync["paymentMethod"] == .null && sync["amount"] == .null)
    let short = try data(self.events(effects, limit: 100).first)
    #expect(member(short, "invoice", "linesOmitted") == .bool(true))
    // The completion lists the tasks, without the token.
    var decision = Decision(outcome: .succeeded, effects: effects)
    decision.answer.tasks = effects.tasks.requested
    let completion = EventEncoder().completion(
      Completion(
        header: EventSamples.header, decision: decision, attempts: 1,
        receivedAt: EventSamples.completed, completedAt: EventSamples.completed))
    let text = String(decoding: completion.body, as: UTF8.self)
    #expect(text.contains(#""tasks":[{"taskId":"T-1","invoiceId":"I-1","task":"Charge""#))
    #expect(!text.contains("tok_secret") && !"\(effects)".contains("tok_secret"))
  }

  @Test("A void tells of the invoice and of its memo; the memo's lines come with its own event")
  func voided() throws {
    var invoice = EventSamples.invoice
    invoice.status = .voided
    invoice.reason = "wrong price"
    invoice.reasonCode = "WrongPrice"
    invoice.creditMemoIds = ["CM-1"]
    var ledger = LedgerEffects()
    ledger.creditMemos = [LedgerSamples.memo]
    let events = events(invoice, [.voided("CM-1")], ledger: ledger)
    #expect(events.map(\.type) == [.invoiceVoided, .creditMemoPosted])
    let told = try data(events.first)
    #expect(member(told, "creditMemo", "creditMemoNumber") == .string("CM-2026-000001"))
    #expect(member(told, "creditMemo", "lines") == nil && told["lines"] != nil)
    #expect(told["reason"] == .string("wrong price"))
    #expect(told["reasonCode"] == .string("WrongPrice"))
    #expect(told["shownStatus"] == .string("Voided"))
    #expect(try data(events.last)["lines"] != nil)
    // Of very long ones neither can be refused: both leave their lines out.
    for event in self.events(invoice, [.voided("CM-1")], ledger: ledger, limit: 100) {
      let short = try data(event)
      #expect(short["lines"] == nil && short["linesOmitted"] == .bool(true), "\(event.type)")
    }
  }

  @Test("A change of an invoice that would be too long says that its lines are omitted")
  func linesOmitted() throws {
    var invoice = EventSamples.invoice
    invoice.status = .canceled
    invoice.reason = "wrong price"
    let event = events(invoice, [.canceled]).first
    #expect(
      event?.type == .invoiceCanceled && event?.requestIdentifier == EventSamples.key.identifier)
    let whole = try data(event)
    #expect(whole["lines"] != nil && whole["addresses"] != nil && whole["linesOmitted"] == nil)
    #expect(whole["reason"] == .string("wrong price"))
    let head = try data(events(invoice, [.canceled], limit: 100).first)
    #expect(head["lines"] == nil && head["addresses"] == nil)
    #expect(head["linesOmitted"] == .bool(true))
    #expect(head["totalAmount"] == whole["totalAmount"])
  }

  @Test("An update says what was set, a balance that moved why; what has no event has none")
  func updatedAndBalanceChanged() throws {
    let changes = [
      InvoiceChange.FieldChange(field: "purchaseOrderNumber", from: nil, to: "PO-1")
    ]
    let events = events(
      EventSamples.invoice,
      [.taxCalculated, .updated(changes), .converted("CM-1"), .writtenOff("CM-1"), .balanceChanged])
    #expect(events.map(\.type) == [.invoiceUpdated, .invoiceBalanceChanged])
    let updated = String(decoding: events[0].body, as: UTF8.self)
    #expect(
      updated.contains(#""changes":[{"field":"purchaseOrderNumber","from":null,"to":"PO-1"}]"#))
    let moved = try data(events[1])
    #expect(moved["previousBalance"] == .string("170.00") && moved["balance"] == .string("170.00"))
    #expect(member(moved, "cause", "type") == .string("Payment"))
  }

  @Test("What an invoice may go through again is another event for each of its versions")
  func repeatableEvents() throws {
    var invoice = EventSamples.invoice
    func id(_ act: InvoiceChange.Act) -> String? { events(invoice, [act]).first?.id }
    let paid = id(.paid(by: .payment("PAY-1")))
    #expect(paid == id(.paid(by: .payment("PAY-1"))) && paid != id(.balanceChanged))
    invoice.version = 7
    #expect(paid != id(.paid(by: .payment("PAY-1"))))
  }

  @Test("Each record of the ledger is told once, by its own event; a memo is voided once")
  func ledger() throws {
    var voided = LedgerSamples.memo
    voided.status = .voided
    var applied = LedgerSamples.memo
    applied.applied = EventSamples.money("1")
    var effects = LedgerSamples.effects
    effects.changedCreditMemos = [applied, voided]
    let events = events(Effects(ledger: effects))
    #expect(
      events.map(\.type)
        == [
          .creditMemoPosted, .creditMemoVoided, .paymentRecorded, .paymentRefunded,
          .paymentReversed,
        ])
    #expect(events.map(\.subject) == ["CM-1", "CM-1", "PAY-1", "REF-1", "REV-1"])
    #expect(Set(events.map(\.id)).count == events.count)
    #expect(try data(events[1])["balance"] == .string("0.00"))
  }

  @Test(
    "An overdue instalment is told with what is open of it and since when, once for each due date")
  func overdue() throws {
    var invoice = EventSamples.invoice
    invoice.balance = EventSamples.money("130")
    invoice.instalments = [("2026-10-01", "30"), ("2026-10-31", "50"), ("2026-12-31", "90")].map {
      Instalment(dueDate: RecordSamples.date($0), amount: EventSamples.money($1))
    }
    func event(_ index: Int) -> Event {
      EventEncoder().overdue(invoice, instalment: index, time: EventSamples.completed)
    }
    let data = try data(event(1))
    #expect(event(1).type == .invoiceOverdue && event(1).requestIdentifier == nil)
    #expect(data["daysOverdue"] == .number("18") && data["shownStatus"] == .string("Overdue"))
    #expect(data["nextDueDate"] == .string("2026-10-31") && data["lines"] == nil)
    #expect(member(data, "instalment", "dueDate") == .string("2026-10-31"))
    #expect(member(data, "instalment", "amount") == .string("50.00"))
    #expect(member(data, "instalment", "openAmount") == .string("40.00"))
    #expect(event(0).id != event(1).id && event(1).id == event(1).id)
  }

  @Test("A head that was read without lines does not say that there are no orders and no cycle")
  func headWithoutLines() throws {
    var invoice = EventSamples.invoice
    let whole = try data(events(invoice, [.balanceChanged]).first)
    #expect(whole["orderIds"] != nil && whole["billingCycle"] != .null)
    invoice.lines = []
    let head = try data(events(invoice, [.balanceChanged]).first)
    #expect(head["orderIds"] == nil && head["billingCycle"] == nil)
  }

  @Test("A line says how its amount came about: only what applies is there")
  func calculation() throws {
    func text(_ calculation: LineCalculation?, lateUsage: Int = 0) throws -> String {
      var invoice = EventSamples.invoice
      invoice.lines[0].calculation = calculation
      invoice.lines[0].lateUsage = lateUsage
      let event = EventEncoder().invoice(invoice, time: EventSamples.completed, trace: nil)
      let body = String(decoding: event.body, as: UTF8.self)
      let match = try #require(body.firstMatch(of: /"calculation":(null|\{.*?\})\},\{"lineId"/))
      return String(match.output.1)
    }
    #expect(try text(nil) == "null")
    #expect(try text(nil, lateUsage: 1) == #"{"kind":"LateUsage"}"#)
    #expect(
      try text(
        LineCalculation(
          kind: .prorated, fullPeriod: EventSamples.period("2026-11-01", "2026-12-01"), days: 12,
          ofDays: 30, basisAmount: EventSamples.money("350")))
        == #"{"kind":"Prorated","fullPeriodStart":"2026-11-01","fullPeriodEnd":"2026-11-30","#
        + #""days":12,"ofDays":30,"basisAmount":"350.00"}"#)
    #expect(
      try text(
        LineCalculation(
          kind: .usage,
          tierSteps: [
            LineCalculation.TierStep(
              from: 0, upTo: 10, quantity: 10, unitPrice: 2, flatFee: nil, amount: 20),
            LineCalculation.TierStep(
              from: 10, upTo: nil, quantity: 5, unitPrice: 1, flatFee: 3, amount: 8),
          ], includedQuantity: 4))
        == #"{"kind":"Usage","tierSteps":[{"from":"0","upTo":"10","quantity":"10","unitPrice":"2","#
        + #""amount":"20"},{"from":"10","quantity":"5","unitPrice":"1","flatFee":"3","amount":"8"}],"#
        + #""includedQuantity":"4"}"#)
    #expect(
      try text(
        LineCalculation(
          kind: .completesTotal, totalAmount: EventSamples.money("1000"),
          billedBefore: EventSamples.money("666.66")))
        == #"{"kind":"CompletesTotal","totalAmount":"1000.00","billedBefore":"666.66"}"#)
  }
}
