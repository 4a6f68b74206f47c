import Billing
import CivilTime
import Digest
import Messages
import Monetary
import Testing

@testable import Worker

/// What decisions add to the timelines of invoices.
@Suite struct InvoiceTimelineTests {
  private let usd: Currency
  private let timeline = InvoiceTimeline(at: .sample)

  init() throws { usd = try #require(Currency(code: "USD")) }

  private func money(_ units: Int128) throws -> Money {
    try Money(minorUnits: units, currency: usd)
  }

  private func invoice(
    _ id: Invoice.ID, _ status: InvoiceStatus = .posted, number: String? = nil
  ) throws -> Invoice {
    let day = UTCInstant.sample.date
    return Invoice(
      id: id, number: number, status: status, accountId: "A", currency: usd, invoiceDate: day,
      dueDate: day, billToContact: Invoice.BillTo(contactId: nil, name: "P", email: nil),
      groupingKey: "A", lines: [],
      billingAddress: Address(
        street: "1", city: "Oslo", postalCode: "1", state: nil, country: "NO"),
      totalAmount: try money(10_000), totalTaxAmount: try money(2_500),
      totalAmountWithTax: try money(12_500), balance: try money(12_500),
      request: RequestKey(source: "test", identifier: "r"))
  }

  private func header(_ person: RequestedBy? = nil) -> IdentifiedHeader {
    IdentifiedHeader(
      key: RequestKey(source: "test", identifier: "r"), type: "invoice.post.v1",
      requestedBy: person, bodySHA256: SHA256Digest.of([]))
  }

  private func rows(of decision: Decision) -> [String] {
    timeline.rows(of: decision, by: header()).map {
      "\($0.invoiceId) \($0.kind.rawValue)\($0.detail.map { ": \($0)" } ?? "")"
    }
  }

  @Test func `e-mails have rows on their invoices, with whom they go to and what went wrong`() {
    let queued = EmailDelivery(
      id: "E", invoiceId: "I", to: ["a@x.example"], cc: ["b@x.example"], subject: "s", textBody: "t",
      request: RequestKey(source: "test", identifier: "r"), queuedAt: .sample)
    let failed = queued.applying(.failed(nil, diagnostic: "voided", refused: []))
    var bounced = queued
    bounced.status = .bounced
    bounced.diagnostic = "550"
    let notice = EmailDelivery(
      id: "N", invoiceId: nil, to: ["a@x.example"], subject: "s", textBody: "t",
      request: RequestKey(source: "test", identifier: "r"), queuedAt: .sample)
    var decision = Decision(outcome: .succeeded)
    decision.effects.emails.queued = [queued, notice]
    decision.effects.emails.changed = [failed, bounced]
    decision.effects.emails.bounces = [
      EmailBounce(of: bounced, address: "b@x.example", kind: .hard)
    ]
    #expect(
      rows(of: decision) == [
        "I EmailQueued: a@x.example, b@x.example",
        "I EmailFailed: a@x.example, b@x.example: voided", "I EmailBounced: b@x.example: 550",
      ])
  }

  @Test func `an invoice that is made has one row, and one for each task and act that follows`()
    throws
  {
    var effects = InvoiceEffects(
      made: [
        try invoice("I-1", .draft), try invoice("I-2", number: "N-2"),
      ],
      reissues: [ReissueLink(earlier: "I-0", later: "I-2")])
    effects.settledAtPosting = ["I-2": [.paid(by: .payment("P-1"))]]
    var all = Effects(invoices: effects)
    func task(_ id: Invoice.ID) -> InvoiceTask {
      InvoiceTask(
        id: RecordID("T-\(id)"), invoiceId: id, kind: .send, requestedAt: .sample,
        request: RequestKey(source: "test", identifier: "r"))
    }
    all.tasks.requested = [task("I-2"), task("I-0")]
    all.tasks.invoices = ["I-0": try invoice("I-0")]
    #expect(
      rows(of: Decision(outcome: .succeeded, effects: all)) == [
        "I-1 Drafted", "I-2 Posted: N-2", "I-2 TaskRequested: \(PostInvoicingTask.send.rawValue)",
        "I-2 Paid: payment P-1", "I-0 Reinvoiced: N-2", "I-0 TaskRequested: Send",
      ])
  }

  @Test func `a change has a row for each act, in their order, with what people know it by`() throws
  {
    var open = try invoice("I-1", number: "N-1")
    open.balance = try money(2_500)
    var ledger = LedgerEffects()
    var memo = CreditMemo(
      id: "M-1", accountId: "A", accountName: nil, currency: usd, legalEntityId: nil,
      creditDate: UTCInstant.sample.date, sourceAction: .voidPostedInvoice, invoiceId: "I-2",
      lines: [], totalAmount: try money(0), totalTaxAmount: try money(0),
      totalAmountWithTax: try money(0), credited: try money(0),
      recordedDate: UTCInstant.sample.date, request: RequestKey(source: "test", identifier: "r"))
    memo.number = "CM-1"
    ledger.creditMemos = [memo]
    let effects = Effects(
      invoices: InvoiceEffects(changed: [
        InvoiceChange(
          open, [.posted, .balanceChanged], previousBalance: try money(12_500), lines: .taxes),
        InvoiceChange(
          try invoice("I-2", .voided, number: "N-2"), [.voided("M-1")],
          previousBalance: try money(12_500), lines: .taxes),
        InvoiceChange(
          try invoice("I-3", number: "N-3"),
          [.updated([.init(field: "description", from: nil, to: "x")])],
          previousBalance: try money(12_500), lines: .unchanged),
      ]), ledger: ledger)
    #expect(
      rows(of: Decision(outcome: .succeeded, effects: effects)) == [
        "I-1 Posted: N-1", "I-1 BalanceChanged: 125.00 USD → 25.00 USD", "I-2 Voided: CM-1",
        "I-3 Updated: description",
      ])
  }

  @Test func `rows say whose request it was, and when`() throws {
    let decision = Decision(
      outcome: .succeeded,
      effects: Effects(invoices: InvoiceEffects(made: [try invoice("I-1", .draft)])))
    let person = RequestedBy(userId: "u-1", name: "Ann", email: nil)
    let row = try #require(timeline.rows(of: decision, by: header(person)).first)
    #expect(row.actor == "Ann")
    #expect(row.at == .sample)
    #expect(row.request == RequestKey(source: "test", identifier: "r"))
    #expect(timeline.rows(of: decision, by: header()).first?.actor == nil)
  }
}
