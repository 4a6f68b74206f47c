internal import Billing

extension Queries {
  /// Hands over the rows of an export, each with a value for each of ``ExportTable/columnNames``, in constant memory: by date,
  /// invoices before credit memos, by identifier, lines in their order. Amounts of credit notes and credit memos have the
  /// opposite sign (<doc:Exports#Rows-and-columns>).
  package func forEachRow(
    of table: ExportTable, _ selection: ExportSelection, _ body: @escaping ([ExportValue]) -> Void
  ) throws(StoreError) {
    try session.reading { () throws(StoreError) in
      var fold = ExportFold(table, emit: body)
      try database.stream(ExportStatement(table: table, selection: selection).text) {
        found throws(StoreError) in try fold.take(found)
      }
      try fold.end()
    }
  }
}

extension Queries {
  /// The invoice, or else the credit memo, with this identifier or number; nil when there is neither.
  package func exportSelection(_ idOrNumber: String) throws(StoreError) -> ExportSelection? {
    if let invoice = try invoice(idOrNumber) { return .invoice(invoice.id) }
    return try creditMemo(idOrNumber).map { .creditMemo($0.memo.id) }
  }
}
