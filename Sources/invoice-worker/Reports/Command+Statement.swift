import Billing
import CivilTime
import JSON
import Monetary
import Storage

extension Command {
  private static let account = Option("--account", "ID", summary: "of this account (required)")
  private static let from = Option("--from", "DATE", summary: "the first day (required)")
  private static let to = Option("--to", "DATE", summary: "the last day (required)")

  static let reportStatement = Command(
    CommandDescription(
      ["report", "statement"],
      summary: "show what an account owed, what moved it and what is open at the end",
      details: """
        Invoices add, credit memos and payments take away, refunds and reversals add again. Applications move nothing. \
        The closing balance of a day is the opening balance of the next. An account with several currencies has a \
        statement for each; --json writes an array of them then.
        """,
      options: [account, from, to, .currency, .json],
      examples: ["report statement --account ACC-1001 --from 2026-01-01 --to 2027-12-31"])
  ) { invocation throws(CommandFailure) in
    guard let id = invocation.arguments.value(account).map({ Account.ID($0) }),
      let first = try invocation.date(from), let last = try invocation.date(to)
    else { throw .usage("give --account, --from and --to") }
    guard first <= last else { throw .usage("--to \(last) lies before --from \(first)") }
    let store = try OperatorStore.forReading(invocation.configuration())
    try store.require(RecordReference(.account, id))
    let today = UTCInstant.now().date
    let chosen = try invocation.currency()
    let statements = try store.query { queries throws(StoreError) in
      var statements: [Statement] = []
      try queries.forEachStatementRow(of: id, in: chosen, to: last, today: today) { row in
        switch row {
        case .currency(let currency):
          statements.append(Statement(accountId: id, currency: currency, from: first, to: last))
        case .entry(let entry): statements[statements.count - 1].add(entry)
        case .open(let document):
          statements[statements.count - 1].openItems += AgingDetail.rows(of: document, asOf: last)
        }
      }
      return statements
    }
    if invocation.isJSON {
      // One object where there is one currency, as with --currency and with most accounts; else one for each.
      let json =
        statements.count == 1 ? statements[0].json : .array(statements.map(\.json))
      invocation.console.writeJSON { json.write(to: &$0) }
      return .success
    }
    for (index, statement) in statements.enumerated() {
      if index > 0 { invocation.console.write("\n") }
      for part in statement.text(width: invocation.console.outputWidth) {
        invocation.console.write(part)
      }
    }
    return .success
  }
}
