internal import Billing
internal import CivilTime
internal import Monetary
internal import Storage
internal import Testing

/// What is told to a tax engine, as people and the night look at it.
extension ConformanceCase {
  private static let end = Fixtures.later(seconds: 180)

  static let taxUpkeep: [ConformanceCase] = [
    ConformanceCase("what waits for a tax engine is counted from the longest, and listed") {
      opener in
      let session = try opener.migrated()
      #expect(try session.taxesOpen() == TaxesOpen())
      #expect(try session.taxesToTell().count == 0 && session.taxesToTell().firstDue == nil)
      for (place, id) in ["I-1", "I-2", "I-3", "I-4"].enumerated() {
        try session.open(
          try TaxFixtures.opened(.invoice(RecordID(id)), after: Int64(place)))
      }
      let leased = try session.leaseTaxes(limit: 3, now: Fixtures.later(seconds: 9), until: end)
      try session.settle(
        [
          AnsweredTax(leased[0], .commitAnswered(.committed(transactionId: "T"))),
          AnsweredTax(leased[1], .commitAnswered(.refused(message: "no"))),
        ], at: Fixtures.later(seconds: 10))
      try session.apply(.documentVoided(reason: "r"), to: "I-1", at: Fixtures.later(seconds: 20))
      var open = TaxesOpen()
      open.oldest = [
        .toCommit: Fixtures.later(seconds: 2), .toVoid: Fixtures.later(seconds: 20),
        .failed: Fixtures.later(seconds: 10),
      ]
      #expect(try session.taxesOpen() == open)
      // Leased or not, and not what failed.
      #expect(try session.taxesToTell().count == 3)
      #expect(try session.taxesToTell().firstDue == Fixtures.later(seconds: 2))
      let queries = Queries(session)
      #expect(try queries.taxesOpen() == open)
      func listed(_ scope: Queries.TaxScope, limit: Int = 9) throws -> [String] {
        try queries.taxTransactions(scope, limit: limit).map(\.id.text)
      }
      #expect(try listed(.open(.toCommit)) == ["I-3", "I-4"])
      #expect(try listed(.open(.toCommit), limit: 1) == ["I-3"])
      #expect(try listed(.open(.toVoid)) == ["I-1"] && listed(.open(.failed)) == ["I-2"])
      #expect(try listed(.account("ACC-1")) == ["I-4", "I-3", "I-2", "I-1"])
      #expect(try listed(.account("ACC-2")) == [])
    },

    ConformanceCase("what was committed is dropped when it is old, and not while it may be sent") {
      opener in
      let session = try opener.migrated()
      let ids = (1...6).map { RecordID<TaxTransaction>("I-\($0)") }
      for (place, id) in ids.enumerated() {
        try session.open(
          try TaxFixtures.opened(.invoice(RecordID(id.text)), after: Int64(place)))
      }
      let leased = try session.leaseTaxes(limit: 4, now: Fixtures.later(seconds: 9), until: end)
      try session.settle(
        [
          AnsweredTax(leased[0], .commitAnswered(.committed(transactionId: "T"))),
          AnsweredTax(leased[1], .commitAnswered(.refused(message: "no"))),
          AnsweredTax(leased[2], .commitAnswered(.committed(transactionId: "T"))),
        ], at: Fixtures.later(seconds: 10))
      try session.apply(.documentVoided(reason: nil), to: ids[4], at: Fixtures.later(seconds: 10))
      let before = Fixtures.later(seconds: 5)
      #expect(try session.deleteTaxDocuments(before: before, limit: 2) == 2)
      #expect(try session.deleteTaxDocuments(before: before, limit: 2) == 1)
      #expect(try session.deleteTaxDocuments(before: before, limit: 2) == 0)
      // The transactions stay, and what is committed can be voided without it.
      try session.apply(.documentVoided(reason: "r"), to: ids[0], at: Fixtures.later(seconds: 20))
      let voids = try session.leaseTaxes(limit: 9, now: Fixtures.later(seconds: 20), until: end)
      #expect(
        voids.map(\.call).contains(
          .void(TaxVoid(documentId: "I-1", transactionId: "T", reason: "r"))))
      var left: [String] = []
      try opener.open(for: .reading).query(
        "SELECT document_id FROM tax_document ORDER BY document_id"
      ) { row throws(StoreError) in
        var decoder = RowDecoder(row)
        left.append(try decoder.text())
      }
      #expect(left == ["I-2", "I-4", "I-6"])
    },

    ConformanceCase("an audit finds what a tax engine is not told of its documents") { opener in
      let session = try opener.migrated()
      try session.storeInvoiced([
        try TaxFixtures.invoice("I-1"), try TaxFixtures.invoice("I-2", status: .voided),
        try TaxFixtures.invoice("I-3"),
      ])
      try session.open(
        try TaxFixtures.opened(.invoice("I-1")), try TaxFixtures.opened(.invoice("I-2")),
        try TaxFixtures.opened(.invoice("I-3")))
      try session.apply(.documentVoided(reason: nil), to: "I-2", at: Fixtures.now)
      #expect(try taxBreaches(opener) == [])
      for (damage, sentence) in [
        (
          "UPDATE tax_transaction SET state = 'ToCommit' WHERE document_id = 'I-2'",
          "The tax transaction of invoice I-2 is ToCommit, the document is Voided."
        ),
        (
          "UPDATE tax_transaction SET next_attempt_at = NULL WHERE document_id = 'I-1'",
          "The tax transaction of invoice I-1 is ToCommit and is not tried."
        ),
        (
          "UPDATE tax_transaction SET total_tax = '24.00' WHERE document_id = 'I-1'",
          "The tax transaction of invoice I-1 tells of the tax 24.00 USD, the document has 25.00 USD."
        ),
        (
          "UPDATE tax_transaction SET document_id = 'I-9' WHERE document_id = 'I-3'",
          "The tax transaction of invoice I-9 is of a document that is not stored."
        ),
        (
          "SELECT 1",
          "Invoice I-3 is posted with the tax of an engine that is not told of it."
        ),
      ] as [(SQL, String)] {
        if sentence.hasPrefix("The") { try opener.damage(damage) }
        let found = try taxBreaches(opener)
        #expect(found.contains(sentence), "\(found)")
      }
    },

    ConformanceCase("invoices, memos and runs from before were never told to a tax engine") {
      opener in
      let earlier = try EarlierDatabase(opener, version: 12)
      try earlier.invoice("I-1", number: "N-1")
      try earlier.line(of: "I-1", schedule: nil)
      try earlier.upgrade(upTo: 22)
      try earlier.execute(
        """
        INSERT INTO invoice_run (id, kind, status, run_date, is_target_date_inclusive,
          allows_zero_amount_invoices, posts_when_ended, retries_when_ended, started_at, error_count,
          line_count)
        VALUES ('RUN-1', 'Post', 'Completed', \(try Fixtures.date("2026-02-01")), \(false),
          \(false), \(false), \(false), \(Fixtures.now), 0, 7)
        """)
      try earlier.upgrade()
      let session = try opener.session()
      let queries = Queries(session)
      let invoice = try #require(try queries.invoice("I-1"))
      #expect(!invoice.areTaxesQuoted)
      #expect(try queries.taxTransaction(of: "I-1") == nil)
      #expect(try queries.surroundings(of: invoice).tax == nil)
      let run = try #require(try queries.run("RUN-1"))
      #expect(run.counters.lines == 7 && run.counters.taxesEstimated == 0)
      let report = try Audit.run(over: queries)
      #expect(report.checks.first { $0.promise == .taxes }?.breaches == [])
      try session.open(try TaxFixtures.opened(.invoice("I-1")))
      #expect(try queries.surroundings(of: invoice).tax?.state == .toCommit)
    },

    ConformanceCase("an invoice says whether an engine gave its taxes, as do later changes of it") {
      opener in
      let session = try opener.migrated()
      var invoice = try TaxFixtures.invoice("I-1")
      try session.storeInvoiced([invoice])
      let queries = Queries(session)
      #expect(try queries.invoice("I-1") == invoice)
      let before = invoice
      invoice.areTaxesQuoted = false
      invoice.version += 1
      try session.write([
        InvoiceChange(
          invoice, [.updated([])], previousBalance: before.balance, lines: .unchanged)
      ])
      #expect(try queries.invoice("I-1")?.areTaxesQuoted == false)
    },
  ]

  private static func taxBreaches(_ opener: any DatabaseOpener) throws -> [String] {
    let report = try Audit.run(over: Queries(try opener.session(for: .reading)))
    return try #require(report.checks.first { $0.promise == .taxes }).breaches
  }
}
