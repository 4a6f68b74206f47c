internal import Billing

extension Audit {
  /// A row that takes back names one that applied as much, from the same source to the same invoice. That no other takes it
  /// back too is a key of the database.
  mutating func checkTakenBack() throws(StoreError) {
    let statement: SQL = """
      SELECT back.id, back.takes_back, back.amount, first.amount
      FROM application back LEFT JOIN application first ON first.id = back.takes_back
        AND first.takes_back IS NULL AND first.source_type = back.source_type
        AND first.source_id = back.source_id AND first.invoice_id = back.invoice_id
      WHERE back.takes_back IS NOT NULL\(ofAccount("back.account_id"))
      """
    try database.stream(statement) { found throws(StoreError) in
      var row = RowDecoder(found)
      countRow()
      report.count(.takenBack)
      let id = try row.text()
      let first = try row.text()
      guard try row.decimal() != row.optionalDecimal() else { return }
      report.add([
        AuditBreach(
          .takenBack, "Application \(id) takes back \(first), which is not what was applied.")
      ])
    }
  }
}
