import Billing
import Storage

extension Command {
  private static let format = Option(
    "--format", "FORMAT", values: LedgerFormat.allCases.map(\.rawValue),
    summary: "csv (default), or hledger: a journal that hledger reads")
  private static let accounts = Option(
    "--accounts", "FILE", summary: "a JSON file that says how the ledger's accounts are called")

  /// Of a file of accounts, in bytes.
  private static let largestFile = 1 << 20

  static let exportLedger = Command(
    CommandDescription(
      ["export", "ledger"],
      summary: "write what invoices, credit memos and payments moved on some days, by account",
      details: """
        By the day from which a document counts: receivable, revenue and tax by code of invoices, credit memos and voids; \
        write-offs; payments, refunds and reversals. Every entry balances, and what all entries up to a day post to the \
        receivable is the total of report aging as of that day. A file of accounts is an object such as \
        {"receivable": "1400", "revenue": "8400", "tax:S": "1776", "bank": "1200"}; it may name \
        \(LedgerAccounts.keys.joined(separator: ", ")), tax:CODE and bank:METHOD. Columns of csv: \
        \(LedgerRow.columnNames.joined(separator: ", ")).
        """,
      options: [.exportFrom, .exportTo, format, accounts],
      examples: [
        "export ledger --from 2026-01-01 --to 2026-12-31",
        "export ledger --from 2026-01-01 --to 2026-12-31 --format hledger",
      ])
  ) { invocation throws(CommandFailure) in
    let days = try invocation.exportedDays()
    let format = try invocation.choice(format, of: LedgerFormat.self) ?? .csv
    var names = LedgerAccounts.standard
    if let file = invocation.arguments.value(accounts) {
      names = try LedgerAccounts(json: RecordFile(file).wholeText(limit: largestFile), of: file)
    }
    let store = try OperatorStore.forReading(invocation.configuration())
    switch format {
    case .csv: try writeRows(of: days, names, from: store, to: invocation.console)
    case .hledger: try writeJournal(of: days, names, from: store, to: invocation.console)
    }
    return .success
  }

  private static func writeRows(
    of days: ExportedDays, _ names: LedgerAccounts, from store: OperatorStore, to console: Console
  ) throws(CommandFailure) {
    let output = ExportOutput(LedgerRow.columnNames, .csv) { console.writeDocument($0) }
    try store.query { queries throws(StoreError) in
      try queries.forEachJournalEntry(in: days) { entry in
        for row in LedgerRow.rows(of: entry, names) { output.add(row) }
      }
    }
    output.flush()
  }

  private static func writeJournal(
    of days: ExportedDays, _ names: LedgerAccounts, from store: OperatorStore, to console: Console
  ) throws(CommandFailure) {
    var journal = HledgerJournal(names)
    var text = HledgerJournal.beginning
    try store.query { queries throws(StoreError) in
      try queries.forEachJournalEntry(in: days) { entry in
        text += journal.text(of: entry)
        if text.utf8.count >= ExportOutput.bytesAtOnce {
          console.writeDocument(Array(text.utf8))
          text.removeAll(keepingCapacity: true)
        }
      }
    }
    console.writeDocument(Array(text.utf8))
  }
}
