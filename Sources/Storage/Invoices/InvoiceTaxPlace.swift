/// Where taxes of invoices stand, for statements that go through those of many: each of such a statement's parts is asked of both.
/// They are not asked together, for SQLite would then gather all taxes first.
enum InvoiceTaxPlace: CaseIterable {
  /// The only tax of a line.
  case line
  /// One of several.
  case row

  var table: SQL {
    switch self {
    case .line: "invoice_line"
    case .row: "invoice_line_tax_row"
    }
  }

  /// Null where there is none.
  var code: SQL {
    switch self {
    case .line: "tax_code"
    case .row: "code"
    }
  }

  var amount: SQL {
    switch self {
    case .line: "tax_amount"
    case .row: "amount"
    }
  }
}
