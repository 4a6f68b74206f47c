internal import Billing
internal import Monetary

extension Audit {
  /// A tax transaction is of a stored document, and where the document stands: what is posted is to be committed, or is; what is
  /// voided is to be taken back, or is. That there is one at most for each document is a key of the database.
  mutating func checkTaxes() throws(StoreError) {
    let statement: SQL = """
      SELECT \(columns: TaxTransaction.table, of: "t"), coalesce(i.status, m.status),
        i.creation_mode, i.total_tax_amount
      FROM tax_transaction t
      LEFT JOIN invoice i ON i.id = t.document_id AND t.document_type = 'Invoice'
      LEFT JOIN credit_memo m ON m.id = t.document_id AND t.document_type = 'CreditMemo'
      \(where: account.map { "t.account_id = \($0)" })
      """
    try database.stream(statement) { found throws(StoreError) in
      var row = RowDecoder(found)
      countRow()
      report.count(.taxes)
      let transaction = try TaxTransaction(from: &row)
      let status = try row.optionalText()
      let isGenerated = try row.optionalText() == Invoice.CreationMode.generated.rawValue
      let tax = try row.optionalMoney(transaction.total.currency)
      report.add(
        AuditedTax(transaction, status: status, documentTax: isGenerated ? tax : nil).breaches)
    }
    try checkTaxesTold()
  }

  /// What was posted with a tax that an engine gave is told to it.
  private mutating func checkTaxesTold() throws(StoreError) {
    let statement: SQL = """
      SELECT id FROM invoice
      WHERE are_taxes_quoted = \(true) AND status = 'Posted' AND creation_mode = 'Generated'
        AND NOT EXISTS (SELECT 1 FROM tax_transaction t WHERE t.document_id = invoice.id)\(ofAccount())
      """
    try database.stream(statement) { found throws(StoreError) in
      var row = RowDecoder(found)
      report.add([
        AuditBreach(
          .taxes,
          "Invoice \(try row.text()) is posted with the tax of an engine that is not told of it.")
      ])
    }
  }
}
