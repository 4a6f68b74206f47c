import Billing
import Storage

extension Command {
  static let invoicesCSV = Command(
    CommandDescription(
      ["invoices", "csv"],
      summary: "write the lines of an invoice or a credit memo as comma-separated values",
      details: "The columns are those of export lines. A draft has lines as well.",
      operands: Operands("ID"), options: [Invocation.documentOut],
      examples: ["invoices csv INV-2026-000001 --out INV-2026-000001.csv"])
  ) { invocation throws(CommandFailure) in
    let name = invocation.arguments.operands[0]
    let store = try OperatorStore.forReading(invocation.configuration())
    let selection = try store.found(invoice: name) { queries throws(StoreError) in
      try queries.exportSelection(name)
    }
    var document: [UInt8] = []
    let output = ExportOutput(ExportTable.lines.columnNames, .csv) { document += $0 }
    try store.query { queries throws(StoreError) in
      try queries.forEachRow(of: .lines, selection) { output.add($0) }
    }
    output.flush()
    return try invocation.deliver(document: document)
  }
}
