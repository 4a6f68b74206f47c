import Billing
import Storage

extension Command {
  private static let format = Option(
    "--format", "FORMAT", values: ExportFormat.allCases.map(\.rawValue),
    summary: "csv (default), or ndjson: a JSON object on each line")

  static let exportInvoices = export(
    .invoices, summary: "write the invoices and credit memos of some days, a row for each",
    details: "Posted and voided invoices by invoice date, credit memos by credit date.")

  static let exportLines = export(
    .lines, summary: "write the lines of the invoices and credit memos of some days",
    details: "The documents are those of export invoices.")

  static let exportTaxes = export(
    .taxes,
    summary: "write what the invoices and credit memos of some days come to by tax code and rate",
    details: """
      A row for each document, tax code, category and rate; what bears no tax is a row without a code. The documents are \
      those of export invoices.
      """)

  private static func export(
    _ table: ExportTable, summary: String, details: String
  ) -> Command {
    Command(
      CommandDescription(
        ["export", table.rawValue], summary: summary,
        details: """
          \(details) Amounts of credit notes and credit memos are negative, so that a column's sum is what the days came \
          to. Columns: \(table.columnNames.joined(separator: ", ")).
          """,
        options: [.exportFrom, .exportTo, format],
        examples: ["export \(table.rawValue) --from 2026-01-01 --to 2026-12-31"])
    ) { invocation throws(CommandFailure) in
      let days = try invocation.exportedDays()
      let format = try invocation.choice(format, of: ExportFormat.self) ?? .csv
      let store = try OperatorStore.forReading(invocation.configuration())
      let output = ExportOutput(table.columnNames, format) { invocation.console.write($0, format) }
      try store.query { queries throws(StoreError) in
        try queries.forEachRow(of: table, .issued(days)) { output.add($0) }
      }
      output.flush()
      return .success
    }
  }
}

extension Console {
  /// Writes lines of an export.
  fileprivate func write(_ lines: [UInt8], _ format: ExportFormat) {
    switch format {
    case .csv: writeDocument(lines)
    case .ndjson: write(lines)
    }
  }
}
