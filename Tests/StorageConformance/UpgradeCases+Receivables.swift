internal import Billing
internal import CivilTime
internal import Monetary
internal import Storage
internal import Testing

extension ConformanceCase {
  /// A database of version 12, before anything was posted, paid or credited by request.
  static let upgradesOfReceivables = [
    ConformanceCase("invoices from before owe what they asked for, and those of 0 are settled") {
      opener in
      let earlier = try EarlierDatabase(opener, version: 12)
      func figures(_ id: String, _ status: String, withTax: String, balance: String) throws {
        try earlier.execute(
          """
          UPDATE invoice SET status = \(status), total_amount_with_tax = \(withTax),
            balance = \(balance), posted_date = CASE WHEN \(status) = 'Posted' THEN invoice_date END
          WHERE id = \(id)
          """)
      }
      try earlier.invoice("I-1", number: "N-1")
      try figures("I-1", "Posted", withTax: "126.00", balance: "126.00")
      try earlier.invoice("I-2", number: "N-2")
      try figures("I-2", "Posted", withTax: "0.00", balance: "0.00")
      try earlier.invoice("I-3", number: "N-3")
      try figures("I-3", "Posted", withTax: "-30.00", balance: "-30.00")
      try earlier.invoice("I-4", number: "N-4")
      try figures("I-4", "Draft", withTax: "5.00", balance: "5.00")
      try earlier.invoice("I-5", number: "N-5")
      try figures("I-5", "Canceled", withTax: "5.00", balance: "0.00")
      // Less what was prepaid, with what is collected for others.
      try earlier.invoice("E-1", number: "X-1", external: .invoice)
      try figures("E-1", "Posted", withTax: "100.00", balance: "60.02")
      try earlier.invoice("E-2", number: "X-2", external: .invoice)
      try figures("E-2", "Canceled", withTax: "100.00", balance: "0.00")
      for id in ["E-1", "E-2"] {
        try earlier.execute(
          """
          UPDATE ingested_invoice SET prepaid_amount = '47.00', payable_rounding = '0.02',
            description = 'November', purchase_order_number = 'PO-1' WHERE invoice_id = \(id)
          """)
        try earlier.execute(
          """
          INSERT INTO ingested_third_party_amount (invoice_id, position, amount)
          VALUES (\(id), 1, '7')
          """)
      }
      // A credit note takes away what it asks for; one that is negative as written adds to it.
      try earlier.invoice("C-1", number: "K-1", external: .creditNote)
      try figures("C-1", "Posted", withTax: "21.19", balance: "-21.19")
      try earlier.invoice("C-2", number: "K-2", external: .creditNote)
      try figures("C-2", "Posted", withTax: "-21.19", balance: "21.19")
      try earlier.invoice("C-3", number: "K-3", external: .creditNote)
      try figures("C-3", "Posted", withTax: "0.00", balance: "0.00")
      try earlier.upgrade()

      let queries = Queries(try opener.session())
      let date = try Fixtures.date("2026-02-01")
      for (id, payable, balance, status, due) in [
        ("I-1", "126.00", "126.00", .notSettled, date), ("I-2", "0.00", "0.00", .settled, nil),
        ("I-3", "-30.00", "-30.00", .notSettled, nil), ("I-4", "5.00", "5.00", .notSettled, nil),
        ("I-5", "5.00", "0.00", .notSettled, nil), ("E-1", "60.02", "60.02", .notSettled, date),
        ("E-2", "60.02", "0.00", .notSettled, nil),
        ("C-1", "21.19", "-21.19", .notSettled, nil),
        ("C-2", "-21.19", "21.19", .notSettled, date), ("C-3", "0.00", "0.00", .settled, nil),
      ] as [(String, String, String, Invoice.SettlementStatus, CivilDate?)] {
        let invoice = try #require(try queries.invoice(id))
        #expect(invoice.payable == (try Fixtures.usd(payable)), "\(id)")
        #expect(invoice.balance == (try Fixtures.usd(balance)), "\(id)")
        #expect(invoice.settlementStatus == status, "\(id)")
        #expect(invoice.nextDueDate == due, "\(id)")
        #expect(invoice.settled == SettledAmounts(invoice.currency) && invoice.version == 1)
        #expect(invoice.numberOrigin == nil && invoice.instalments == [])
        if invoice.status != .canceled {
          #expect(try invoice.withFigures(of: invoice.settled) == invoice, "\(id)")
        }
      }
      for id in ["E-1", "E-2"] {
        let invoice = try queries.invoice(id)
        #expect(invoice?.description == "November" && invoice?.purchaseOrderNumber == "PO-1")
      }
    },

    ConformanceCase("what is open of a database from before is settled, and is due by the clock") {
      opener in
      let earlier = try EarlierDatabase(opener, version: 12)
      try earlier.invoice("I-1", number: "N-1")
      try earlier.invoice("I-2", number: "N-2")
      try earlier.execute(
        "UPDATE invoice SET balance = '0.00', total_amount_with_tax = '0.00' WHERE id = 'I-2'")
      try earlier.upgrade()
      let session = try opener.session()
      var needed = FactsNeeded()
      needed.ledger.openInvoices = [.account("ACC-1", currencyCode: "USD"): 1]
      let open = try session.load(needed).invoices
      #expect(Set(open.keys) == ["I-1"])
      let due = try opener.open(for: .reading).rowsOfText(
        "SELECT id FROM invoice WHERE next_overdue_date IS NOT NULL")
      #expect(due == ["I-1"])
      let invoice = try #require(open["I-1"])
      let paid = try invoice.paid(try Fixtures.usd("1.00"))
      try session.write([paid.change(from: invoice)])
      #expect(try Queries(session).invoice("I-1")?.settlementStatus == .settled)
    },

    ConformanceCase("taxes of ingested drafts from before that no treatment gave came with them") {
      opener in
      let earlier = try EarlierDatabase(opener, version: 12)
      try earlier.invoice("E-1", number: "X-1", external: .invoice)
      for (position, treatment) in [(1, "NULL"), (2, "'TT-1'"), (3, "NULL")] {
        try earlier.line(of: "E-1", position, schedule: nil)
        try earlier.execute(
          SQL(
            stringLiteral: """
              INSERT INTO ingested_line (invoice_id, line_position, price_base_quantity,
                tax_treatment_id) VALUES ('E-1', \(position), '1', \(treatment))
              """))
        guard position < 3 else { continue }
        try earlier.execute(
          """
          INSERT INTO invoice_line_tax (invoice_id, line_position, position, name, code, category,
            rate, amount) VALUES ('E-1', \(position), 1, 'VAT', 'std', 'S', '25', '0.25')
          """)
      }
      try earlier.upgrade()
      let invoice = try #require(try Queries(try opener.session()).invoice("E-1"))
      #expect(invoice.lines.map { $0.ingested?.areTaxesGiven } == [true, false, false])
      #expect(invoice.lines.map(\.calculation) == [nil, nil, nil])
    },

    ConformanceCase("records from before settle nothing by themselves and number invoices") {
      opener in
      let earlier = try EarlierDatabase(opener, version: 12)
      try earlier.execute(
        """
        INSERT INTO sequence_policy (id, mode, pattern, date_stamp_format, start_value,
          minimum_digits, is_active)
        VALUES ('SP-1', 'Gapless', 'N-{SequenceValue}', 'None', 1, 1, \(true))
        """)
      try earlier.execute(
        """
        INSERT INTO payment_term (id, name, kind, days, is_default)
        VALUES ('PT-1', 'Net 30', 'PeriodBased', 30, \(true))
        """)
      try earlier.execute(
        "UPDATE sequence_counter SET next_value = 18 WHERE name = 'invoice_number'")
      try earlier.upgrade()
      let session = try opener.session()
      var needed = FactsNeeded()
      needed.accounts.toInvoice = ["ACC-1"]
      let facts = try session.load(needed)
      #expect(facts.accounts["ACC-1"]?.settlesAtPosting == false)
      #expect(facts.sequencePolicies["SP-1"]?.target == .invoice)
      #expect(facts.paymentTerms["PT-1"]?.instalments == [])
      let first = try opener.open(for: .reading).rowsOfText(
        "SELECT name FROM sequence_counter WHERE first_value = 18 AND next_value = 18")
      #expect(first == ["invoice_number"])
    },
  ]
}

extension Database {
  /// The first column of each row.
  fileprivate func rowsOfText(_ statement: SQL) throws(StoreError) -> [String] {
    var texts: [String] = []
    try query(statement) { row throws(StoreError) in texts.append(try row.text(at: 0)) }
    return texts
  }
}
