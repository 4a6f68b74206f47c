internal import Billing
internal import CivilTime
internal import Monetary
internal import Storage
internal import Testing

extension ConformanceCase {
  static let clock = [
    ConformanceCase("a lease has one holder, until it is given back or its time is over") {
      opener in
      let session = try opener.migrated()
      let long: Int64 = 3_600 * 1_000_000
      #expect(try session.takeLease("clock", holder: "a", duration: long) == 1)
      #expect(try session.takeLease("clock", holder: "b", duration: long) == nil)
      #expect(try session.takeLease("other", holder: "b", duration: long) == 1)
      #expect(try session.prolongLease("clock", holder: "a", term: 1, duration: long))
      #expect(try !session.prolongLease("clock", holder: "b", term: 1, duration: long))
      // One that took it without having heard so takes it again, in a term of its own.
      #expect(try session.takeLease("clock", holder: "a", duration: long) == 2)
      #expect(try !session.prolongLease("clock", holder: "a", term: 1, duration: long))

      try session.giveBackLease("clock", holder: "a", term: 1)
      #expect(try session.takeLease("clock", holder: "b", duration: long) == nil)
      try session.giveBackLease("clock", holder: "a", term: 2)
      #expect(try session.takeLease("clock", holder: "b", duration: 0) == 3)
      #expect(try session.takeLease("clock", holder: "a", duration: long) == 4)
      #expect(try !session.prolongLease("clock", holder: "b", term: 3, duration: long))
    },

    ConformanceCase("of workers that take a lease at the same moment one has it") { opener in
      _ = try opener.migrated()
      let terms = try await concurrently(8) { number in
        let session = try opener.session()
        return try untilUncontended { () throws(StoreError) in
          try session.takeLease("clock", holder: "\(number)", duration: 3_600 * 1_000_000)
        }
      }
      #expect(terms.compactMap(\.self) == [1])
    },

    ConformanceCase("a night's work is done once") { opener in
      let session = try opener.migrated()
      let today = Fixtures.now.date
      func close(_ day: CivilDate) throws(StoreError) -> Bool {
        try session.transaction { transaction throws(StoreError) in
          try transaction.closeNight("numbers", of: day, at: Fixtures.now)
        }
      }
      #expect(try session.isNightOpen("numbers", of: today))
      #expect(try close(today))
      #expect(try !close(today))
      #expect(try !session.isNightOpen("numbers", of: today))
      #expect(try session.isNightOpen("other", of: today))
      let tomorrow = Fixtures.later(seconds: 86_400).date
      #expect(try session.isNightOpen("numbers", of: tomorrow))
      #expect(try close(tomorrow))
      #expect(try !close(today))
    },

    ConformanceCase("what is overdue is found until it is told, by one of two who tell it") {
      opener in
      let session = try opener.migrated()
      var due = try Fixtures.invoice("I-1", schedules: ["BS-1"], number: "N-1")
      due = try owing("30.00", due)
      var paid = try Fixtures.invoice("I-2", schedules: ["BS-2"], number: "N-2")
      paid = try owing("0.00", paid)
      let draft = try Fixtures.invoice("I-3", schedules: ["BS-3"])
      try session.store(
        [.account(try Fixtures.account())]
          + (1...3).map { .billingSchedule(try Fixtures.schedule(RecordID("BS-\($0)"))) },
        invoices: [due, paid, draft])
      func found(on day: String) throws -> Set<Invoice.ID> {
        let day = try Fixtures.date(day)
        return try session.transaction { transaction throws(StoreError) in
          try transaction.overdueInvoices(before: day, limit: 10)
        }
      }
      #expect(try found(on: "2026-03-03").isEmpty, "what is due today is not overdue")
      #expect(try found(on: "2026-03-04") == ["I-1"])

      let today = try Fixtures.date("2026-03-04")
      let told = due.reportingOverdue(on: today)
      #expect(told.overdueReportedThrough == due.dueDate)
      #expect(told.nextOverdueDate == nil)
      for isFirst in [true, false] {
        let isOpen = try session.transaction { transaction throws(StoreError) in
          try transaction.noteOverdue(told, before: today)
        }
        #expect(isOpen == isFirst)
      }
      #expect(try found(on: "2026-03-04").isEmpty)
    },

    ConformanceCase("which due dates were reported is read from the timeline") { opener in
      let session = try opener.migrated()
      try session.storeInvoiced([
        try LedgerFixtures.invoice("I-1", "3.00"), try LedgerFixtures.invoice("I-2", "2.00"),
      ])
      func row(_ invoice: Invoice.ID, _ due: String) throws -> InvoiceEvent {
        let overdue = try LedgerFixtures.invoice(invoice, "1.00", due: due)
          .unreportedOverdue(on: try Fixtures.date("2026-04-01"))
        return .overdue(try #require(overdue.first), of: invoice, at: Fixtures.now)
      }
      let rows = [
        try row("I-1", "2026-01-31"), try row("I-1", "2026-02-28"), try row("I-1", "2026-02-28"),
        try row("I-2", "2026-01-31"),
        InvoiceEvent(
          invoiceId: "I-1", at: Fixtures.now, kind: .updated, detail: "dueDate of 2026-03-31"),
      ]
      let reported = try session.transaction { transaction throws(StoreError) in
        try transaction.record(rows)
        return try transaction.reportedDueDates(of: ["I-1", "I-3"])
      }
      #expect(
        reported == [
          "I-1": [try Fixtures.date("2026-01-31"): 1, try Fixtures.date("2026-02-28"): 2]
        ])
    },
  ]

  /// The invoice with this receivable, all of it open.
  private static func owing(_ amount: String, _ invoice: Invoice) throws -> Invoice {
    var invoice = invoice
    invoice.payable = try Fixtures.usd(amount)
    invoice.balance = invoice.payable
    if invoice.balance.isZero { invoice.settlementStatus = .settled }
    return invoice
  }
}
