internal import Billing
internal import CivilTime
internal import Monetary
internal import Storage
internal import Testing

extension ConformanceCase {
  /// What people ask of the ledger.
  static let ledgerQueries = [
    ConformanceCase("an invoice comes with everything that moved its balance") { opener in
      let session = try opener.migrated()
      try storeMoved(session)
      let queries = Queries(session)
      let ledger = try #require(try queries.ledger(of: "N-I-1"))
      #expect(ledger.invoice.id == "I-1" && ledger.invoice.settled.paid.decimalText == "30.00")
      #expect(ledger.applications.map(\.id) == ["A-1", "A-2", "A-3"])
      #expect(ledger.applications.map(\.takesBack) == [nil, "A-1", nil])
      #expect(Set(ledger.payments.keys) == ["P-1"])
      #expect(ledger.events.map(\.kind) == [.posted, .balanceChanged])
      #expect(try queries.ledger(of: "I-1") == ledger)
      #expect(try queries.ledger(of: "I-9") == nil)
      #expect(InvoiceExplanation(ledger).differences() == [])
    },

    ConformanceCase("a payment comes with what became of it") { opener in
      let session = try opener.migrated()
      try storeMoved(session)
      let view = try #require(try Queries(session).payment("P-1"))
      #expect(view.payment.unapplied.decimalText == "60.00")
      #expect(view.applications.map(\.application.id) == ["A-1", "A-2", "A-3"])
      #expect(view.applications.map(\.isTakenBack) == [true, true, false])
      #expect(view.applications.map(\.invoiceNumber) == ["N-I-1", "N-I-1", "N-I-1"])
      #expect(view.refunds.map(\.id) == ["R-1"] && view.reversals.isEmpty)
      #expect(try Queries(session).payment("P-9") == nil)
    },

    ConformanceCase("credit memos are found by identifier and number, and listed") { opener in
      let session = try opener.migrated()
      try storeMoved(session)
      let queries = Queries(session)
      let view = try #require(try queries.creditMemo("CM-M-1"))
      #expect(view.memo.id == "M-1" && view.memo.lines.count == 1)
      #expect(view.invoiceNumbers == ["I-2": "N-I-2"])
      #expect(try queries.creditMemo("M-1") == view)
      #expect(try queries.creditMemo("M-9") == nil)
      func listed(
        _ scope: Queries.CreditMemoScope, status: CreditMemo.Status? = nil, isOpen: Bool = false
      ) throws -> [CreditMemo.ID] {
        try queries.creditMemos(scope, status: status, isOpen: isOpen, limit: 10).map(\.id)
      }
      #expect(try listed(.all) == ["M-2", "M-1"])
      #expect(try listed(.account("ACC-1")) == ["M-2", "M-1"])
      #expect(try listed(.account("ACC-2")) == [])
      #expect(try listed(.invoice("I-2")) == ["M-1"])
      #expect(try listed(.invoice("I-1")) == [])
      #expect(try listed(.all, status: .voided) == ["M-2"])
      #expect(try listed(.all, isOpen: true) == ["M-1"])
    },

    ConformanceCase("an account's balance is its invoices less its memos and payments") { opener in
      let session = try opener.migrated()
      try storeMoved(session)
      let view = try #require(
        try Queries(session).account("ACC-1", today: try Fixtures.date("2026-03-20")))
      let balance = try #require(view.balances.first)
      #expect(view.balances.count == 1)
      #expect(balance.invoices.decimalText == "120.00")
      #expect(balance.overdue.decimalText == "70.00")
      #expect(balance.creditMemos.decimalText == "5.00")
      #expect(balance.unapplied.decimalText == "60.00")
      #expect(balance.balance?.decimalText == "55.00")
      #expect(view.openItems.count == 4)
      guard case .invoice(let first, let due)? = view.openItems.first else {
        Issue.record("the invoice that is due first stands first")
        return
      }
      #expect(first.id == "I-1" && due == first.dueDate)
      let other = try Queries(session).account("ACC-2", today: try Fixtures.date("2026-03-20"))
      #expect(other?.balances == [] && other?.openItems == [])
    },
  ]

  /// I-1 of 100.00, due on 2026-03-03, with 40.00 of payment P-1 applied, taken back, and 30.00 applied; I-2 of 50.00, due
  /// later; a memo of 5.00 that credits it, one that is voided; a refund of 10.00.
  private static func storeMoved(_ session: StoreSession) throws {
    var invoice = try LedgerFixtures.invoice("I-1", "100.00")
    try session.storeInvoiced([
      invoice, try LedgerFixtures.invoice("I-2", "50.00", due: "2026-04-30"),
    ])
    let before = invoice
    invoice = try invoice.paid(try Fixtures.usd("30.00"))
    var payment = try LedgerFixtures.payment("P-1", "100.00")
    payment.applied = try Fixtures.usd("30.00")
    payment.refunded = try Fixtures.usd("10.00")
    var voided = try LedgerFixtures.memo("M-2", "9.00", date: "2026-03-02")
    voided.status = .voided
    voided.voidedDate = try Fixtures.date("2026-03-02")
    var effects = LedgerEffects()
    effects.payments = [payment]
    effects.creditMemos = [
      try LedgerFixtures.memo(
        "M-1", "5.00", crediting: .init(invoiceId: "I-2", position: 1, lineId: "I-2-1")),
      voided,
    ]
    effects.applications = [
      try LedgerFixtures.application("A-1", .payment("P-1"), "I-1", "40.00"),
      try LedgerFixtures.application("A-2", .payment("P-1"), "I-1", "40.00", takesBack: "A-1"),
      try LedgerFixtures.application("A-3", .payment("P-1"), "I-1", "30.00"),
    ]
    effects.refunds = [
      Refund(
        id: "R-1", source: .payment("P-1"), accountId: "ACC-1", amount: try Fixtures.usd("10.00"),
        refundDate: try Fixtures.date("2026-03-02"), recordedDate: try Fixtures.date("2026-03-02"))
    ]
    try session.write([invoice.change(from: before)], effects)
    let at = UTCInstant(microsecondsSince1970: 1_772_000_000_000_000)
    try session.transaction { transaction throws(StoreError) in
      try transaction.record([
        InvoiceEvent(invoiceId: "I-1", at: at, kind: .posted, request: invoice.request),
        InvoiceEvent(invoiceId: "I-2", at: at, kind: .posted, request: invoice.request),
        InvoiceEvent(
          invoiceId: "I-1", at: at, kind: .balanceChanged, request: LedgerFixtures.request),
      ])
    }
  }
}
