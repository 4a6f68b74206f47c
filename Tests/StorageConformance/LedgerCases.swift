internal import Billing
internal import CivilTime
internal import Monetary
internal import Storage
internal import Testing

extension ConformanceCase {
  /// What is written to the ledger comes back.
  static let ledger = [
    ConformanceCase("a payment comes back, then with its new sums") { opener in
      let session = try opener.migrated()
      try session.storeInvoiced([])
      var payment = Payment(
        id: "P-1", accountId: "ACC-1", amount: try Fixtures.usd("110.00"),
        receivedDate: try Fixtures.date("2026-03-01"), method: "wire", reference: "X 1",
        savedPaymentMethodId: "card", recordedDate: try Fixtures.date("2026-03-02"),
        request: LedgerFixtures.request)
      var effects = LedgerEffects()
      effects.payments = [payment, try LedgerFixtures.payment("P-2", "0.01")]
      try session.write([], effects)
      #expect(try facts(session) { $0.payments = ["P-1", "P-9"] }.payments == ["P-1": payment])

      payment.applied = try Fixtures.usd("60.00")
      payment.refunded = try Fixtures.usd("7.00")
      payment.reversed = try Fixtures.usd("43.00")
      effects = LedgerEffects()
      effects.changedPayments = [payment]
      try session.write([], effects)
      #expect(try facts(session) { $0.payments = ["P-1"] }.payments == ["P-1": payment])
    },

    ConformanceCase("a credit memo comes back with its lines and taxes, then with its new sums") {
      opener in
      let session = try opener.migrated()
      try session.storeInvoiced([])
      var memo = try fullMemo()
      var effects = LedgerEffects()
      effects.creditMemos = [memo, try LedgerFixtures.memo("M-2", "1.00")]
      try session.write([], effects)
      #expect(
        try facts(session) { $0.creditMemos = ["M-1", "M-9"] }.creditMemos == ["M-1": memo])

      memo.applied = try Fixtures.usd("6.00")
      memo.refunded = try Fixtures.usd("0.50")
      effects = LedgerEffects()
      effects.changedCreditMemos = [memo]
      try session.write([], effects)
      #expect(try facts(session) { $0.creditMemos = ["M-1"] }.creditMemos == ["M-1": memo])

      memo.applied = .zero(memo.currency)
      memo.status = .voided
      memo.voidedDate = try Fixtures.date("2026-03-09")
      memo.voidReason = "wrong"
      effects.changedCreditMemos = [memo]
      try session.write([], effects)
      #expect(try facts(session) { $0.creditMemos = ["M-1"] }.creditMemos == ["M-1": memo])
    },

    ConformanceCase("what one batch makes and moves is stored as its last request leaves it") {
      opener in
      let session = try opener.migrated()
      try session.storeInvoiced([])
      var payment = try LedgerFixtures.payment("P-1", "10.00")
      var memo = try LedgerFixtures.memo("M-1", "10.00")
      var first = LedgerEffects()
      first.payments = [payment]
      first.creditMemos = [memo]
      payment.applied = try Fixtures.usd("10.00")
      // Planned before the number was given.
      memo.number = nil
      memo.applied = try Fixtures.usd("4.00")
      var second = LedgerEffects()
      second.changedPayments = [payment]
      second.changedCreditMemos = [memo]
      try session.write([], first, second)
      memo.number = "CM-M-1"
      let stored = try facts(session) {
        $0.payments = ["P-1"]
        $0.creditMemos = ["M-1"]
      }
      #expect(stored.payments == ["P-1": payment] && stored.creditMemos == ["M-1": memo])
    },

    ConformanceCase("refunds and reversals come back") { opener in
      let session = try opener.migrated()
      try session.storeInvoiced([])
      let day = try Fixtures.date("2026-03-02")
      let refunds = [
        Refund(
          id: "R-1", source: .payment("P-1"), accountId: "ACC-1", amount: try Fixtures.usd("7.00"),
          refundDate: try Fixtures.date("2026-03-01"), reference: "back", recordedDate: day),
        Refund(
          id: "R-2", source: .creditMemo("M-1"), accountId: "ACC-2",
          amount: try Fixtures.usd("0.01"), refundDate: day, recordedDate: day),
      ]
      let reversal = Reversal(
        id: "V-1", paymentId: "P-1", accountId: "ACC-1", amount: try Fixtures.usd("3.00"),
        reversalDate: try Fixtures.date("2026-03-03"), reason: .chargeback, recordedDate: day)
      var effects = LedgerEffects()
      effects.refunds = refunds
      effects.reversals = [reversal]
      try session.write([], effects)
      let stored = try facts(session) {
        $0.refunds = ["R-1", "R-2", "R-9"]
        $0.reversals = ["V-1", "V-9"]
      }
      #expect(stored.refunds == ["R-1": refunds[0], "R-2": refunds[1]])
      #expect(stored.reversals == ["V-1": reversal])
      #expect(stored.latestDays == ["ACC-1": day, "ACC-2": day])
    },

    ConformanceCase("applications come back in order, with what was taken back of them") {
      opener in
      let session = try opener.migrated()
      try session.storeInvoiced([
        try LedgerFixtures.invoice("I-1", "100.00"), try LedgerFixtures.invoice("I-2", "100.00"),
      ])
      var effects = LedgerEffects()
      effects.payments = [try LedgerFixtures.payment("P-1", "110.00")]
      effects.creditMemos = [try LedgerFixtures.memo("M-1", "10.00")]
      // The identifiers in no order.
      effects.applications = [
        try LedgerFixtures.application("z", .payment("P-1"), "I-1", "60.00"),
        try LedgerFixtures.application("b", .creditMemo("M-1"), "I-1", "10.00"),
        try LedgerFixtures.application("y", .payment("P-1"), "I-2", "30.00"),
        try LedgerFixtures.application("c", .payment("P-1"), "I-1", "60.00", takesBack: "z"),
        try LedgerFixtures.application("a", .payment("P-1"), "I-1", "50.00"),
      ]
      try session.write([], effects)
      let named = try facts(session) { $0.applications = ["z", "y", "c", "none"] }
      #expect(named.applications.keys.sorted() == ["y", "z"])
      #expect(named.applications["z"] == effects.applications[0])
      #expect(named.takenBack == ["z"])
      #expect(named.payments.keys.sorted() == ["P-1"])
      let freed = try facts(session) { $0.freed = [.payment("P-1")] }
      #expect(freed.standing(of: .payment("P-1")).map(\.id) == ["y", "a"])
      let ofInvoice = try facts(session) { $0.ofInvoices = ["I-1"] }
      #expect(ofInvoice.standing(on: "I-1").map(\.id) == ["b", "a"])
    },
  ]

  private static func facts(
    _ session: StoreSession, _ need: (inout LedgerNeeded) -> Void
  ) throws -> LedgerTables {
    var needed = FactsNeeded()
    need(&needed.ledger)
    return try session.load(needed).ledger
  }

  private static func fullMemo() throws -> CreditMemo {
    var memo = CreditMemo(
      id: "M-1", accountId: "ACC-1", accountName: nil,
      currency: try #require(Currency(code: "USD")), legalEntityId: "LE-1",
      creditDate: try Fixtures.date("2026-03-01"), sourceAction: .invoiceLines, invoiceId: "I-1",
      lines: [
        CreditMemoLine(
          id: "M-1-1", name: "Back", amount: try Fixtures.usd("5.00"), taxTreatmentId: "TT-1",
          invoiceLine: CreditMemoLine.Source(invoiceId: "I-1", position: 2, lineId: "L"),
          taxStrategy: .copyFromInvoiceLine,
          taxes: [
            InvoiceLineTax(
              name: "VAT", code: "std", category: "S", rate: try Fixtures.decimal("7.7"),
              amount: try Fixtures.usd("0.50")),
            InvoiceLineTax(
              name: "City", code: "c", category: "S", rate: 0, amount: try Fixtures.usd("0.00")),
          ]),
        CreditMemoLine(
          id: "M-1-2", name: "", amount: try Fixtures.usd("1.00"), taxStrategy: .manualOverride),
        CreditMemoLine(id: "M-1-3", name: "Mirror", amount: try Fixtures.usd("-0.25")),
      ], totalAmount: try Fixtures.usd("5.75"), totalTaxAmount: try Fixtures.usd("0.50"),
      totalAmountWithTax: try Fixtures.usd("6.25"), credited: try Fixtures.usd("6.50"),
      recordedDate: try Fixtures.date("2026-03-02"), request: LedgerFixtures.request)
    memo.number = "CM-2026-000001"
    memo.numberOrigin = NumberOrigin(policyId: nil, value: 1)
    memo.reasonCode = "R"
    memo.description = "Goodwill"
    memo.uniqueIdentifier = "U-1"
    memo.prepaidAmount = try Fixtures.usd("0.50")
    memo.payableRounding = try Fixtures.usd("-0.25")
    return memo
  }
}
