internal import Billing
internal import Monetary
internal import Storage
internal import Testing

/// Taxes stood in a table of their own; now a line's only tax stands in the line.
extension ConformanceCase {
  static let upgradesOfLineTaxes = [
    ConformanceCase("taxes of lines from before are read, and can be replaced") { opener in
      // Of a version that did not hold balances to anything; then of the last whose taxes were all rows.
      let earlier = try EarlierDatabase(opener, version: 4)
      try earlier.invoice("I-1", number: "N-1")
      try earlier.upgrade(upTo: 27)
      for line in [1, 2] { try earlier.line(of: "I-1", line, schedule: nil) }
      try earlier.tax(of: "I-1", 1, 1, "0.20")
      for position in [1, 2] { try earlier.tax(of: "I-1", 2, position, "0.0\(position)") }
      try earlier.upgrade()
      let session = try opener.session()
      let before = try #require(try Queries(session).invoice("I-1"))
      #expect(
        before.lines.map { $0.taxes.map(\.amount.decimalText) } == [["0.20"], ["0.01", "0.02"]])

      // One becomes several, and several one; then one again, and none.
      let first = before.lines[0].taxes
      let several = before.lines[1].taxes
      var stored = before
      for taxes in [[first + several, [several[0]]], [[several[1]], []]] {
        var changed = stored
        for line in taxes.indices { changed.lines[line].taxes = taxes[line] }
        changed.version += 1
        let change = InvoiceChange(
          changed, [.taxCalculated], previousBalance: before.balance, lines: .taxes)
        try session.transaction { transaction throws(StoreError) in
          try transaction.update([change])
        }
        stored = try #require(try Queries(session).invoice("I-1"))
        #expect(stored.lines.map(\.taxes) == taxes)
        let amounts = taxes.joined().map(\.amount.decimalText)
        #expect(try taxesSeen(opener).map(\.amount) == amounts)
      }
    },

    ConformanceCase(
      "a worker of the version before finds and replaces taxes by the statements that it knows"
    ) { opener in
      let session = try opener.migrated()
      try session.store(try customer())
      var invoice = try Fixtures.invoice("I-1", schedules: ["BS-1", "BS-2"])
      invoice.lines[0].taxes.removeLast()
      try session.store([], invoices: [invoice])
      let database = try opener.open(for: .processing)
      func found() throws -> [String] {
        try taxesSeen(opener).map { "\($0.place) \($0.name) \($0.amount)" }
      }
      #expect(try found() == ["1/1 VAT -7.74", "2/1 VAT -7.74", "2/2 City 0.00"])

      try database.execute("DELETE FROM invoice_line_tax WHERE invoice_id \(anyOf: ["I-1"])")
      #expect(try found() == [])
      #expect(try Queries(session).invoice("I-1")?.lines.map(\.taxes) == [[], []])
      for line in [1, 2] {
        try database.execute(
          """
          INSERT INTO invoice_line_tax (invoice_id, line_position, position, name, code, category,
            rate, amount)
          SELECT 'I-1', \(line), 1, 'VAT', 'std', 'S', rate, amount FROM (
            SELECT unit_price AS rate, amount FROM invoice_line WHERE position = 1
          ) AS line
          """)
      }
      #expect(try found() == ["1/1 VAT -100.50", "2/1 VAT -100.50"])
      let read = try #require(try Queries(session).invoice("I-1"))
      #expect(read.lines.map { $0.taxes.map(\.name) } == [["VAT"], ["VAT"]])
    },
  ]

  /// What a worker of the version before reads of the taxes of invoice I-1.
  private static func taxesSeen(
    _ opener: any DatabaseOpener
  ) throws -> [(place: String, name: String, amount: String)] {
    var taxes: [(place: String, name: String, amount: String)] = []
    try opener.open(for: .processing).query(
      """
      SELECT invoice_id, line_position, position, name, code, category, rate, amount
      FROM invoice_line_tax WHERE invoice_id \(anyOf: ["I-1"])
      ORDER BY invoice_id, line_position, position
      """
    ) { row throws(StoreError) in
      let place = "\(try row.integer(at: 1))/\(try row.integer(at: 2))"
      taxes.append((place, try row.text(at: 3), try row.text(at: 7)))
    }
    return taxes
  }
}

extension EarlierDatabase {
  fileprivate func tax(of invoice: String, _ line: Int, _ position: Int, _ amount: String) throws {
    try execute(
      SQL(
        stringLiteral: """
          INSERT INTO invoice_line_tax (invoice_id, line_position, position, name, code, category,
            rate, amount)
          VALUES ('\(invoice)', \(line), \(position), 'VAT', 'std', 'S', '20', '\(amount)')
          """))
  }
}
