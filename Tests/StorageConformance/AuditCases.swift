internal import Billing
internal import CivilTime
internal import Monetary
internal import Storage
internal import Testing

extension ConformanceCase {
  /// An audit that finds nothing proves nothing: each promise is broken by hand.
  static let audits =
    [
      ConformanceCase("an audit of a sound database finds nothing and counts everything") {
        opener in
        try storeSound(in: opener)
        let report = try Audit.run(over: opener.queries())
        #expect(report.isClean, "\(report.checks.flatMap(\.breaches))")
        let counted = Dictionary(
          uniqueKeysWithValues: report.checks.map { ($0.promise, $0.counted) })
        // Of six invoices, each of one line, one is voided.
        #expect(counted[.invoiceSums] == 12 && counted[.invoiceBalances] == 6)
        #expect(counted[.periods] == 5 && counted[.progress] == 6)
        #expect(counted[.creditMemos] == 4 && counted[.payments] == 1)
        let ofOne = try Audit.run(over: opener.queries(), account: "ACC-2")
        #expect(ofOne.isClean)
        #expect(ofOne.checks.first { $0.promise == .invoiceBalances }?.counted == 2)
      }
    ]
    + breaches.map { breach in
      ConformanceCase("an audit finds it: \(breach.sentence)") { opener in
        try storeSound(in: opener)
        try opener.damage(breach.damage)
        let report = try Audit.run(over: opener.queries())
        #expect(!report.isClean)
        let check = try #require(report.checks.first { $0.promise == breach.promise })
        #expect(
          check.breaches.contains { $0.contains(breach.sentence) },
          "\(report.checks.flatMap(\.breaches))")
        for other in report.checks where !breach.alsoBreaks.contains(other.promise) {
          #expect(other.promise == breach.promise || other.breaches.isEmpty, "\(other)")
        }
      }
    }
    + [
      ConformanceCase("an audit names a hundred breaches and counts the rest") { opener in
        let session = try opener.migrated()
        var books = LedgerBooks()
        for number in 0..<130 {
          try books.invoice(RecordID("I-\(number)"), "1.00", dated: "2026-01-01", due: "2026-01-31")
        }
        try books.store(in: session)
        try opener.damage("UPDATE invoice SET total_tax_amount = '9.00'")
        let report = try Audit.run(over: opener.queries())
        let check = try #require(report.checks.first { $0.promise == .invoiceSums })
        #expect(check.breaches.count == AuditReport.mostNamed && check.breachCount == 130)
      },

      ConformanceCase("an audit of one account says nothing of another's") { opener in
        try storeSound(in: opener)
        try opener.damage("UPDATE invoice SET total_amount = '9.00' WHERE account_id = 'ACC-1'")
        #expect(try Audit.run(over: opener.queries(), account: "ACC-2").isClean)
        #expect(try !Audit.run(over: opener.queries(), account: "ACC-1").isClean)
      },

      ConformanceCase("an audit knows late usage, an invoice made again, and usage of either") {
        opener in
        let session = try opener.migrated()
        try storeUsage(in: session)
        let report = try Audit.run(over: opener.queries())
        #expect(report.isClean, "\(report.checks.flatMap(\.breaches))")
        #expect(report.checks.first { $0.promise == .usage }?.counted == 2)
        try opener.damage("UPDATE usage_record SET invoice_id = 'I-9' WHERE id = 'U-2'")
        let broken = try Audit.run(over: opener.queries())
        #expect(
          broken.checks.first { $0.promise == .usage }?.breaches
            == ["Usage U-2 names invoice I-9, which has no live line of its schedule and day."])
      },
    ]

  private struct Breach: Sendable {
    let promise: AuditPromise
    let damage: SQL
    let sentence: String
    var alsoBreaks: Set<AuditPromise> = []
  }

  private static let breaches = [
    Breach(
      promise: .invoiceSums, damage: "UPDATE invoice SET total_amount = '9.00' WHERE id = 'I-1'",
      sentence:
        "Invoice N-I-1 (I-1): totalAmount is stored as 9.00 USD, its rows come to 100.00 USD."),
    Breach(
      promise: .invoiceSums,
      damage: "UPDATE invoice SET total_tax_amount = '0.01' WHERE id = 'I-1'",
      sentence: "Invoice N-I-1 (I-1): totalTaxAmount is stored as 0.01 USD"),
    Breach(
      promise: .invoiceSums,
      damage: "UPDATE invoice SET total_amount_with_tax = '99.99' WHERE id = 'I-1'",
      sentence: "Invoice N-I-1 (I-1): totalAmountWithTax is stored as 99.99 USD"),
    Breach(
      promise: .invoiceSums,
      damage: """
        INSERT INTO invoice_line_tax
          (invoice_id, line_position, position, name, code, category, rate, amount)
        VALUES ('I-1', 1, 1, 'VAT', 's', 'S', '20', '20.00')
        """, sentence: "Invoice N-I-1 (I-1): totalTaxAmount is stored as 0.00 USD"),
    Breach(
      promise: .invoiceSums,
      damage: """
        UPDATE invoice_line SET tax_name = 'VAT', tax_code = 's', tax_category = 'S', tax_rate = '20',
          tax_amount = '20.00' WHERE invoice_id = 'I-1'
        """, sentence: "Invoice N-I-1 (I-1): totalTaxAmount is stored as 0.00 USD"),
    Breach(
      promise: .invoiceSums,
      damage: """
        INSERT INTO invoice_instalment (invoice_id, position, due_date, amount)
        VALUES ('I-1', 1, '2026-08-31', '40.00')
        """, sentence: "Invoice N-I-1 (I-1): payable, in instalments, is stored as 100.00 USD"),
    Breach(
      promise: .invoiceSums, damage: "DELETE FROM invoice_line WHERE invoice_id = 'U-1'",
      sentence:
        "Invoice N-U-1 (U-1): totalAmount is stored as 7.00 USD, its rows come to 0.00 USD.",
      alsoBreaks: [.progress]),
    Breach(
      promise: .invoiceBalances,
      damage: "UPDATE invoice SET paid_amount = '21.00', balance = '59.00' WHERE id = 'I-1'",
      sentence:
        "Invoice N-I-1 (I-1): paidAmount is stored as 21.00 USD, its rows come to 20.00 USD."),
    Breach(
      promise: .invoiceBalances,
      damage: "UPDATE invoice SET written_off_amount = '16.00' WHERE id = 'I-1'",
      sentence: "Invoice N-I-1 (I-1): writtenOffAmount is stored as 16.00 USD"),
    Breach(
      promise: .invoiceBalances,
      damage: "UPDATE invoice SET converted_amount = '29.00', balance = '-1.00' WHERE id = 'I-3'",
      sentence: "Invoice N-I-3 (I-3): convertedAmount is stored as 29.00 USD"),
    Breach(
      promise: .invoiceBalances,
      damage: "UPDATE invoice SET settlement_status = 'Settled' WHERE id = 'I-1'",
      sentence: "Invoice N-I-1 (I-1) is Settled with a balance of 60.00 USD."),
    Breach(
      promise: .invoiceBalances, damage: "DELETE FROM application WHERE id = 'L-3'",
      sentence:
        "Invoice N-I-1 (I-1): paidAmount is stored as 20.00 USD, its rows come to 0.00 USD.",
      alsoBreaks: [.payments]),
    Breach(
      promise: .periods,
      damage: """
        UPDATE invoice_line SET billing_schedule_id = 'BS-I-1', period_from = '2026-02-10'
        WHERE invoice_id = 'I-2'
        """, sentence: "Schedule BS-I-1: the days from 2026-02-10 are on invoice I-2",
      alsoBreaks: [.progress]),
    Breach(
      promise: .progress,
      damage: "UPDATE billing_schedule SET billed_amount = '99.00' WHERE id = 'BS-I-1'",
      sentence: "Schedule BS-I-1 counts 99.00 USD as billed"),
    Breach(
      promise: .progress,
      damage:
        "UPDATE billing_schedule SET next_charge_from_date = '2026-03-31' WHERE id = 'BS-I-1'",
      sentence: "Schedule BS-I-1 bills on from 2026-03-31; the first day that no live line holds is"
    ),
    Breach(
      promise: .progress,
      damage: "UPDATE billing_schedule SET billed_amount = '1.00' WHERE id = 'BS-I-9'",
      sentence: "Schedule BS-I-9 counts 1.00 USD as billed and has no live line."),
    Breach(
      promise: .creditMemos,
      damage: "UPDATE credit_memo_line SET amount = '31.00' WHERE credit_memo_id = 'M-1'",
      sentence: "Credit memo M-1: totalAmount is stored as 30.00 USD, its rows come to 31.00 USD."),
    Breach(
      promise: .creditMemos,
      damage: "UPDATE credit_memo SET applied_amount = '4.00', balance = '26.00' WHERE id = 'M-1'",
      sentence: "Credit memo M-1: what is applied is stored as 4.00 USD"),
    Breach(
      promise: .payments,
      damage: """
        UPDATE payment SET refunded_amount = '5.00', unapplied_amount = '12.00' WHERE id = 'P-1'
        """, sentence: "Payment P-1: what is refunded is stored as 5.00 USD"),
    Breach(
      promise: .payments, damage: "DELETE FROM reversal WHERE id = 'V-1'",
      sentence: "Payment P-1: what is reversed is stored as 3.00 USD, its rows come to 0.00 USD."),
    Breach(
      promise: .payments, damage: "DELETE FROM payment WHERE id = 'P-1'",
      sentence: "names Payment P-1, which is not stored."),
    Breach(
      promise: .invoiceSums, damage: "DELETE FROM invoice WHERE id = 'U-1'",
      sentence: "A row of line names invoice U-1, which is not stored."),
    Breach(
      promise: .takenBack, damage: "UPDATE application SET amount = '24.00' WHERE id = 'L-2'",
      sentence: "Application L-2 takes back L-1, which is not what was applied.",
      alsoBreaks: [.invoiceBalances, .payments]),
    Breach(
      promise: .takenBack, damage: "UPDATE application SET takes_back = 'L-3' WHERE id = 'L-2'",
      sentence: "Application L-2 takes back L-3, which is not what was applied."),
    Breach(
      promise: .numbers,
      damage: "UPDATE invoice SET invoice_number = 'INV-000009' WHERE id = 'I-2'",
      sentence: "Invoice INV-000009 (I-2): its number does not hold 2, its value."),
    Breach(
      promise: .numbers,
      damage: "UPDATE sequence_counter SET next_value = 4 WHERE name = 'invoice_number'",
      sentence: "The value 3 of the built-in numbers of invoices is on no document."),
    Breach(
      promise: .numbers, damage: "UPDATE invoice SET number_value = 1 WHERE id = 'I-2'",
      sentence: "The value 1 of the built-in numbers of invoices is on two documents."),
    Breach(
      promise: .requests, damage: "UPDATE request SET outcome = NULL WHERE identifier = 'r'",
      sentence: "Request r has no outcome."),
    Breach(
      promise: .events, damage: "UPDATE outbox_message SET leased_until = '2020-01-01T00:00:00Z'",
      sentence: "waits for more than a minute past its lease"),
    Breach(
      promise: .events, damage: "UPDATE outbox_pack SET leased_until = '2020-01-01T00:00:00Z'",
      sentence: "The 2 messages of the pack p-1 wait for more than a minute past its lease"),
  ]

  /// Two invoices have numbers of the built-in sequence; a request has its outcome, and messages wait.
  private static func storeSound(in opener: any DatabaseOpener) throws {
    let session = try opener.migrated()
    var books = try busyBooks()
    try books.invoice("I-9", "100.00", dated: "2026-10-05", due: "2026-12-15")
    try books.void("I-9", by: "M-9", on: "2026-10-06")
    try books.change("I-1") { $0.numberOrigin = NumberOrigin(policyId: nil, value: 1) }
    try books.change("I-2") { $0.numberOrigin = NumberOrigin(policyId: nil, value: 2) }
    try books.store(in: session)
    try session.transaction { transaction throws(StoreError) in
      _ = try transaction.takeNumbers([NumbersWanted(.builtIn(.invoice), startValue: 1, count: 2)])
      try transaction.complete([Fixtures.completed(Fixtures.key("r"))])
      try transaction.enqueue(
        [Fixtures.message("m")], leasedUntil: .now().adding(microseconds: 3_600_000_000))
      _ = try transaction.enqueueTogether(
        [Fixtures.message("p-1"), Fixtures.message("p-2")],
        leasedUntil: .now().adding(microseconds: 3_600_000_000))
    }
  }

  /// A usage schedule of which a period has a line, a line made again, and one of late usage after it; and a OneTime one.
  private static func storeUsage(in session: StoreSession) throws {
    var metered = try Fixtures.schedule("BS-1")
    metered.billingMethod = .usage
    metered.progress?.nextChargeFromDate = try Fixtures.date("2026-02-28")
    metered.progress?.billedAmount = try Fixtures.usd("15.00")
    metered.progress?.hasLines = true
    var once = try Fixtures.schedule("BS-2")
    once.billingTermUnit = .oneTime
    once.progress?.nextChargeFromDate = try Fixtures.date("2026-02-28")
    once.progress?.billedAmount = try Fixtures.usd("3.00")
    once.progress?.hasLines = true
    func invoice(
      _ id: Invoice.ID, _ schedule: BillingSchedule.ID, _ amount: String, reissue: Int = 0,
      lateUsage: Int = 0, isCanceled: Bool = false
    ) throws -> Invoice {
      var invoice = try LedgerFixtures.invoice(id, amount)
      invoice.lines[0].billingScheduleId = schedule
      invoice.lines[0].reissue = reissue
      invoice.lines[0].lateUsage = lateUsage
      if isCanceled {
        (invoice.status, invoice.number, invoice.postedDate) = (.canceled, nil, nil)
        invoice.balance = .zero(invoice.currency)
      }
      return invoice
    }
    func usage(_ id: UsageRecord.ID, on invoice: Invoice.ID?) throws -> Record {
      .usageRecord(
        UsageRecord(
          id: id, billingScheduleId: "BS-1", quantity: 1,
          usageDate: try Fixtures.date("2026-02-01"), invoiceId: invoice))
    }
    try session.store(
      [
        .account(try Fixtures.account()), .billingSchedule(metered), .billingSchedule(once),
        try usage("U-1", on: "I-2"), try usage("U-2", on: "I-3"), try usage("U-3", on: nil),
      ],
      invoices: [
        try invoice("I-0", "BS-1", "8.00", isCanceled: true), try invoice("I-1", "BS-1", "9.00"),
        try invoice("I-2", "BS-1", "10.00", reissue: 1),
        try invoice("I-3", "BS-1", "5.00", reissue: 1, lateUsage: 1),
        try invoice("I-4", "BS-2", "3.00"),
      ])
  }
}
