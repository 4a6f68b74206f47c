import Billing
import CivilTime
import Monetary
import Storage
import Testing

@testable import Worker

/// Which documents of a batch are numbered, in which order, by which sequence.
@Suite struct NumberedDocumentTests {
  private let usd: Currency

  init() throws { usd = try #require(Currency(code: "USD")) }

  private var zero: Money { .zero(usd) }

  private func invoice(
    _ id: Invoice.ID, _ status: InvoiceStatus, _ mode: Invoice.CreationMode = .generated,
    number: String? = nil
  ) -> Invoice {
    let day = UTCInstant.sample.date
    return Invoice(
      id: id, number: number, status: status, creationMode: mode, accountId: "A", currency: usd,
      invoiceDate: day, dueDate: day,
      billToContact: Invoice.BillTo(contactId: nil, name: "P", email: nil), groupingKey: "A",
      lines: [],
      billingAddress: Address(
        street: "1", city: "Oslo", postalCode: "1", state: nil, country: "NO"),
      totalAmount: zero, totalTaxAmount: zero, totalAmountWithTax: zero, balance: zero,
      request: RequestKey(source: "test", identifier: "r"))
  }

  private func change(_ invoice: Invoice, _ acts: InvoiceChange.Act...) -> InvoiceChange {
    InvoiceChange(invoice, acts, previousBalance: zero, lines: .taxes)
  }

  private func memo(_ id: CreditMemo.ID) -> CreditMemo {
    CreditMemo(
      id: id, accountId: "A", accountName: nil, currency: usd, legalEntityId: "L",
      creditDate: UTCInstant.sample.date, sourceAction: .standalone, invoiceId: nil, lines: [],
      totalAmount: zero, totalTaxAmount: zero, totalAmountWithTax: zero, credited: zero,
      recordedDate: UTCInstant.sample.date, request: RequestKey(source: "test", identifier: "r"))
  }

  private func decision(
    made: [Invoice] = [], changed: [InvoiceChange] = [], memos: [CreditMemo] = []
  ) -> Decision {
    var ledger = LedgerEffects()
    ledger.creditMemos = memos
    return Decision(
      outcome: .succeeded,
      effects: Effects(
        invoices: InvoiceEffects(made: made, changed: changed), ledger: ledger))
  }

  @Test func `order of delivery, then the invoices made, the drafts posted, the memos`() {
    let documents = documents(of: [
      decision(
        made: [invoice("I-2", .posted), invoice("I-1", .posted)],
        changed: [change(invoice("I-0", .posted), .posted)], memos: [memo("M-2"), memo("M-1")]),
      decision(changed: [change(invoice("I-3", .posted, .external), .posted)]),
    ])
    #expect(
      documents.map(\.id) == [
        .invoice("I-2"), .invoice("I-1"), .invoice("I-0"), .creditMemo("M-2"), .creditMemo("M-1"),
        .invoice("I-3"),
      ])
  }

  @Test func `only what is posted now and has no number gets one`() {
    let documents = documents(of: [
      decision(
        made: [
          invoice("draft", .draft), invoice("ingested", .posted, .external, number: "X"),
          invoice("unnumbered", .posted, .external),
        ],
        changed: [
          change(invoice("own", .posted, .external, number: "Y"), .posted),
          change(invoice("paid", .posted), .balanceChanged),
          change(invoice("canceled", .canceled), .canceled),
        ])
    ])
    #expect(documents.isEmpty)
  }

  @Test func `each kind has a built-in sequence of its own, and numbers unique in its scope`() {
    let documents = documents(of: [
      decision(made: [invoice("I", .posted)], memos: [memo("M")])
    ])
    #expect(documents.map(\.sequence) == [.builtIn(.invoice), .builtIn(.creditMemo)])
    #expect(documents.map { $0.number(7) } == ["INV-2026-000007", "CM-2026-000007"])
    #expect(documents.map(\.scope.text) == ["Invoice", "CreditMemo/entity/L"])
  }

  @Test func `a policy numbers what the decision says`() {
    var posted = decision(
      changed: [change(invoice("I", .posted), .posted)], memos: [memo("M")])
    posted.effects.invoices.sequencePolicies = ["I": policy("P")]
    posted.effects.ledger.sequencePolicies = ["M": policy("Q")]
    let documents = documents(of: [posted])
    #expect(documents.map(\.sequence) == [.policy("P"), .policy("Q")])
    #expect(documents.map { $0.number(7) } == ["P-7", "Q-7"])
  }

  private func documents(of decisions: [Decision]) -> [NumberedDocument] {
    decisions.flatMap { NumberedDocument.all(of: $0.effects.invoices, $0.effects.ledger) }
  }

  private func policy(_ id: SequencePolicy.ID) -> SequencePolicy {
    SequencePolicy(
      id: id, legalEntityId: nil, mode: .gapless, pattern: "\(id)-{SequenceValue}",
      dateStampFormat: .none, isActive: true)
  }
}
