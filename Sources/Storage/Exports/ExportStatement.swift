/// The rows that an export is made of, by date: invoices and credit memos, where lines or taxes are asked for one for each tax of
/// each line.
struct ExportStatement {
  let table: ExportTable
  let selection: ExportSelection

  var text: SQL {
    table == .invoices
      ? "\(invoices) UNION ALL \(creditMemos) ORDER BY \(order)"
      : "\(invoices) UNION ALL \(creditMemos) UNION ALL \(mirrors) ORDER BY \(order)"
  }

  private var order: SQL {
    table == .invoices
      ? "sort_date, sort_kind, sort_id"
      : "sort_date, sort_kind, sort_id, sort_line, sort_tax"
  }

  /// The first part: it names what is sorted by.
  private var invoices: SQL {
    let key: SQL = """
      document.invoice_date AS sort_date, 0 AS sort_kind, document.id AS sort_id, document.currency,
        document.is_credit_note
      """
    let joined: SQL =
      table == .invoices
      ? "LEFT JOIN ingested_invoice details ON details.invoice_id = document.id"
      : """
      JOIN invoice_line line ON line.invoice_id = document.id
      LEFT JOIN invoice_line_tax_row tax
        ON tax.invoice_id = line.invoice_id AND tax.line_position = line.position
      """
    return """
      SELECT \(key)\(invoiceTaxes), \(list(\.ofInvoice)) FROM invoice document \(joined)
      WHERE \(selection.invoices)
      """
  }

  private var creditMemos: SQL {
    let key: SQL = "document.credit_date, 1, document.id, document.currency, TRUE"
    let joined: SQL =
      table == .invoices
      ? ""
      : """
      JOIN credit_memo_line line ON line.credit_memo_id = document.id
      LEFT JOIN credit_memo_line_tax tax
        ON tax.credit_memo_id = line.credit_memo_id AND tax.line_position = line.position
      """
    return """
      SELECT \(key)\(taxes), \(list(\.ofCreditMemo)) FROM credit_memo document \(joined)
      WHERE \(selection.creditMemos)
      """
  }

  /// Memos whose lines are those of the invoices that they void.
  private var mirrors: SQL {
    """
    SELECT document.credit_date, 1, document.id, document.currency, NOT line.is_opposite\(invoiceTaxes),
      \(list(\.ofCreditMemo))
    FROM credit_memo document
    JOIN \(MirroredLines.table) line ON line.credit_memo_id = document.id
    LEFT JOIN invoice_line_tax_row tax
      ON tax.invoice_id = line.invoice_id AND tax.line_position = line.position
    WHERE \(selection.creditMemos)
    """
  }

  /// What ``ExportedTax`` reads.
  private var taxes: SQL {
    table == .invoices
      ? ""
      : """
      , line.position AS sort_line, tax.position AS sort_tax, line.amount, tax.name, tax.code,
        tax.category, tax.rate, tax.amount
      """
  }

  /// The same where a line's only tax stands in its row.
  private var invoiceTaxes: SQL {
    table == .invoices
      ? ""
      : """
      , line.position AS sort_line, tax.position AS sort_tax, line.amount,
        coalesce(tax.name, line.tax_name), coalesce(tax.code, line.tax_code),
        coalesce(tax.category, line.tax_category), coalesce(tax.rate, line.tax_rate),
        coalesce(tax.amount, line.tax_amount)
      """
  }

  private func list(_ column: KeyPath<ExportColumn, SQL>) -> SQL {
    var list: SQL = ""
    for (index, next) in table.columns.enumerated() {
      list = index == 0 ? next[keyPath: column] : "\(list), \(next[keyPath: column])"
    }
    return list
  }
}
