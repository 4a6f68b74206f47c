internal import Billing
internal import CivilTime
internal import Monetary
internal import Storage
internal import Testing

extension ConformanceCase {
  /// What an invoice has beyond its draft.
  static let settlement = [
    ConformanceCase("an invoice comes back with all that became of it, its instalments too") {
      opener in
      let session = try opener.migrated()
      var invoice = try LedgerFixtures.invoice("I-1", "100.00")
      invoice.savedPaymentMethodId = "card"
      invoice.description = "November"
      invoice.purchaseOrderNumber = "PO-1"
      invoice.numberOrigin = NumberOrigin(policyId: "SP-1", value: 17)
      invoice.instalments = [
        Instalment(dueDate: try Fixtures.date("2026-03-01"), amount: try Fixtures.usd("60.00")),
        Instalment(dueDate: try Fixtures.date("2026-04-01"), amount: try Fixtures.usd("40.00")),
      ]
      invoice.lines[0].calculation = try calculation()
      try session.storeInvoiced([invoice])
      let queries = Queries(session)
      #expect(try queries.invoice("I-1") == invoice)

      var settled = SettledAmounts(try #require(Currency(code: "USD")))
      settled.paid = try Fixtures.usd("70.00")
      settled.credited = try Fixtures.usd("30.50")
      settled.writtenOff = try Fixtures.usd("0.50")
      settled.converted = try Fixtures.usd("0.50")
      var changed = try invoice.withFigures(of: settled)
      changed.version = 2
      changed.reason = "why"
      changed.reasonCode = "R"
      changed.fullSettlementDate = try Fixtures.date("2026-03-05")
      changed.overdueReportedThrough = try Fixtures.date("2026-03-01")
      changed.numberOrigin = NumberOrigin(policyId: nil, value: 1)
      #expect(changed.settlementStatus == .settled)
      try session.write([
        InvoiceChange(
          changed, [.updated([])], previousBalance: invoice.balance, lines: .unchanged)
      ])
      #expect(try queries.invoice("I-1") == changed)
      let heads = try queries.invoiceHeads(InvoiceSelection(.account("ACC-1")), limit: 10)
      #expect(heads.map(\.instalments) == [invoice.instalments])
      #expect(heads.map(\.settled) == [settled])
    },

    ConformanceCase("all that a settlement, a cancel or a void changes of a head is written") {
      opener in
      let session = try opener.migrated()
      let database = try opener.open(for: .processing)
      let acts: [InvoiceChange.Act] = [
        .balanceChanged, .paid(by: .payment("P-1")), .writtenOff("CM-1"), .converted("CM-1"),
        .canceled, .voided("CM-1"),
      ]
      for (place, act) in acts.enumerated() {
        let before = try reported(RecordID("I-\(place)"))
        try session.storeInvoiced([before])
        let after = try changed(before, by: act)
        try session.write([
          InvoiceChange(
            after, [act], previousBalance: before.balance,
            lines: after.status.isLive ? .unchanged : .states)
        ])
        #expect(try Queries(session).invoice(before.id.text) == after, "\(act)")
        // What only indexes and constraints need follows.
        var next: [CivilDate?] = []
        try database.query(
          "SELECT next_due_date, next_overdue_date FROM invoice WHERE id = \(before.id.text)"
        ) { row throws(StoreError) in
          var decoder = RowDecoder(row)
          next = [try decoder.optionalDate(), try decoder.optionalDate()]
        }
        #expect(next == [after.nextDueDate, after.nextOverdueDate], "\(act)")
      }
    },

    ConformanceCase("a changed invoice's names, taxes and instalments are replaced with its lines")
    {
      opener in
      let session = try opener.migrated()
      var invoice = try LedgerFixtures.invoice("I-1", "100.00")
      invoice.instalments = [
        Instalment(dueDate: invoice.dueDate, amount: try Fixtures.usd("100.00"))
      ]
      try session.storeInvoiced([invoice])
      var changed = invoice
      changed.lines[0].name = "Renamed"
      changed.lines[0].taxes = [
        InvoiceLineTax(
          name: "New", code: "n", category: "S", rate: 0, amount: try Fixtures.usd("0"))
      ]
      changed.instalments = []
      changed.version = 2
      try session.write([
        InvoiceChange(changed, [.posted], previousBalance: invoice.balance, lines: .taxes)
      ])
      #expect(try Queries(session).invoice("I-1") == changed)
    },

    ConformanceCase("taxes and instalments survive a cancel and are replaced by a tax calculation")
    {
      opener in
      let session = try opener.migrated()
      func draft(_ id: Invoice.ID) throws -> Invoice {
        var draft = try Fixtures.invoice(id, schedules: [RecordID("BS-\(id)")])
        draft.instalments = [Instalment(dueDate: draft.dueDate, amount: draft.totalAmountWithTax)]
        return draft
      }
      /// What would be stored if taxes and instalments were written.
      func changed(_ invoice: Invoice, _ status: InvoiceStatus) -> Invoice {
        var changed = invoice
        changed.status = status
        changed.lines[0].taxes.removeLast()
        changed.lines[0].taxProcessingStatus = .estimated
        changed.instalments = []
        changed.version += 1
        if status == .canceled { changed.balance = .zero(changed.currency) }
        return changed
      }
      let drafts = [try draft("I-1"), try draft("I-2"), try draft("I-3")]
      try session.storeInvoiced(drafts)
      let canceled = changed(drafts[0], .canceled)
      let taxed = changed(drafts[1], .draft)
      let taxedFirst = changed(drafts[2], .draft)
      var canceledThen = taxedFirst
      canceledThen.status = .canceled
      canceledThen.balance = .zero(canceledThen.currency)
      canceledThen.version += 1
      func change(
        _ invoice: Invoice, _ act: InvoiceChange.Act, _ lines: InvoiceChange.LineChange
      ) -> InvoiceChange {
        InvoiceChange(invoice, [act], previousBalance: invoice.balance, lines: lines)
      }
      try session.write([
        change(canceled, .canceled, .states), change(taxed, .taxCalculated, .taxes),
        change(taxedFirst, .taxCalculated, .taxes), change(canceledThen, .canceled, .states),
      ])
      var expected = canceled
      expected.lines = drafts[0].lines
      expected.instalments = drafts[0].instalments
      let queries = Queries(session)
      #expect(try queries.invoice("I-1") == expected)
      #expect(try queries.invoice("I-2") == taxed)
      #expect(try queries.invoice("I-3") == canceledThen, "both in one transaction")
    },

    ConformanceCase("an invoice that is not the version that was read is not overwritten") {
      opener in
      let session = try opener.migrated()
      let invoice = try LedgerFixtures.invoice("I-1", "100.00")
      try session.storeInvoiced([invoice])
      let first = try invoice.paid(try Fixtures.usd("10.00"))
      try session.write([first.change(from: invoice)])
      let second = try invoice.paid(try Fixtures.usd("20.00"))
      let error = try #require(throws: StoreError.self) {
        try session.write([second.change(from: invoice)])
      }
      #expect(error.kind == .contention)
      #expect(try Queries(session).invoice("I-1") == first)
    },

    ConformanceCase("of several changes of an invoice in one transaction the last is stored") {
      opener in
      let session = try opener.migrated()
      let invoice = try LedgerFixtures.invoice("I-1", "100.00")
      let other = try LedgerFixtures.invoice("I-2", "50.00")
      try session.storeInvoiced([invoice, other])
      let first = try invoice.paid(try Fixtures.usd("10.00"))
      let second = try first.paid(try Fixtures.usd("20.00"))
      let third = try other.paid(try Fixtures.usd("1.00"))
      try session.write([
        first.change(from: invoice), third.change(from: other), second.change(from: first),
      ])
      #expect(try Queries(session).invoice("I-1") == second)
      #expect(try Queries(session).invoice("I-2") == third)
    },

    ConformanceCase("a voided invoice keeps its identifier, and its debit memo is free again") {
      opener in
      let session = try opener.migrated()
      func made(_ id: Invoice.ID, _ identifier: String) throws -> Invoice {
        var invoice = try LedgerFixtures.invoice(id, "100.00")
        invoice.creationMode = .external
        invoice.lines[0].billingScheduleId = nil
        invoice.ingested = IngestedDetails(
          documentType: .invoice, uniqueIdentifier: identifier, referenceEntity: .debitMemo("D-1"),
          prepaidAmount: try Fixtures.usd("0"), payableRounding: try Fixtures.usd("0"))
        return invoice
      }
      let invoice = try made("I-1", "U-1")
      try session.storeInvoiced([invoice])
      var settled = invoice.settled
      settled.credited = invoice.payable
      var voided = try invoice.withFigures(of: settled)
      voided.status = .voided
      voided.settlementStatus = .settled
      voided.voidedDate = try Fixtures.date("2026-03-09")
      voided.version = 2
      try session.write([
        InvoiceChange(
          voided, [.voided("CM-1")], previousBalance: invoice.balance, lines: .states)
      ])
      #expect(try Queries(session).invoice("I-1") == voided)
      let again = try made("I-2", "U-1")
      let error = try #require(throws: StoreError.self) {
        try session.store([], invoices: [again])
      }
      #expect(error.kind == .constraint)
      try session.store([], invoices: [try made("I-2", "U-2")])
      #expect(try Queries(session).invoice("I-2") != nil)
    },

    ConformanceCase("a timeline comes back in the order in which it was recorded") { opener in
      let session = try opener.migrated()
      let events = [
        InvoiceEvent(
          invoiceId: "I-1", at: Fixtures.now, kind: .posted, actor: "ann@example.com",
          request: LedgerFixtures.request, detail: "N-1"),
        // Two of one instant, and one that a clock behind has recorded.
        InvoiceEvent(
          invoiceId: "I-1", at: Fixtures.now, kind: .paid, request: LedgerFixtures.request),
        InvoiceEvent(
          invoiceId: "I-1", at: Fixtures.now.adding(microseconds: -1), kind: .overdue),
      ]
      let other = InvoiceEvent(invoiceId: "I-2", at: Fixtures.now, kind: .drafted)
      try session.transaction { transaction throws(StoreError) in
        try transaction.record([events[0], other, events[1]])
        try transaction.record([])
      }
      try session.transaction { transaction throws(StoreError) in
        try transaction.record([events[2]])
      }
      #expect(try Queries(session).events(of: "I-1") == events)
      #expect(try Queries(session).events(of: "I-2") == [other])
      #expect(try Queries(session).events(of: "I-1", limit: 2) == Array(events.prefix(2)))
    },
  ]

  /// Two instalments, the first settled and both looked at when their dates had passed.
  private static func reported(_ id: Invoice.ID) throws -> Invoice {
    var invoice = try LedgerFixtures.invoice(id, "100.00")
    invoice.instalments = [
      Instalment(dueDate: try Fixtures.date("2026-03-01"), amount: try Fixtures.usd("60.00")),
      Instalment(dueDate: try Fixtures.date("2026-04-01"), amount: try Fixtures.usd("40.00")),
    ]
    invoice.overdueReportedThrough = try Fixtures.date("2026-04-01")
    var settled = invoice.settled
    settled.paid = try Fixtures.usd("60.00")
    settled.credited = try Fixtures.usd("30.00")
    return try invoice.withFigures(of: settled)
  }

  /// Everything that may change with an act has changed; the first instalment is open again.
  private static func changed(_ before: Invoice, by act: InvoiceChange.Act) throws -> Invoice {
    var settled = before.settled
    settled.paid = try Fixtures.usd("0")
    settled.credited = try Fixtures.usd("20.00")
    settled.writtenOff = try Fixtures.usd("10.00")
    settled.converted = try Fixtures.usd("5.00")
    var invoice = try before.withFigures(of: settled)
    #expect(invoice.overdueReportedThrough != before.overdueReportedThrough)
    invoice.settlementStatus = .settled
    invoice.version += 1
    invoice.fullSettlementDate = try Fixtures.date("2026-03-05")
    switch act {
    case .canceled: invoice.status = .canceled
    case .voided: invoice.status = .voided
    default: return invoice
    }
    invoice.reason = "why"
    invoice.reasonCode = "R"
    invoice.voidedDate = try Fixtures.date("2026-03-09")
    return invoice
  }

  private static func calculation() throws -> LineCalculation {
    LineCalculation(
      kind: .lateUsage,
      fullPeriod: CivilPeriod(
        from: try Fixtures.date("2026-01-31"), to: try Fixtures.date("2026-02-28")),
      days: 10, ofDays: 28, basisAmount: try Fixtures.usd("-0.01"),
      tierSteps: [
        LineCalculation.TierStep(
          from: 0, upTo: try Fixtures.decimal("10.5"), quantity: 3,
          unitPrice: try Fixtures.decimal("0.000000000001"), flatFee: 2,
          amount: try Fixtures.decimal("2.000000000003")),
        LineCalculation.TierStep(
          from: 10, upTo: nil, quantity: 1, unitPrice: 0, flatFee: nil, amount: 0),
      ], includedQuantity: try Fixtures.decimal("0.5"),
      totalAmount: try Fixtures.usd("123456789012345678.90"),
      billedBefore: try Fixtures.usd("1.00"))
  }
}
