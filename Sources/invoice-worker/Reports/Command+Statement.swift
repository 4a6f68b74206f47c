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
        The closing balance of a day is the opening balance of the next.
        """,
      options: [account, from, to, .currency, .json],
      examples: ["report statement --account ACC-1001 --from 2026-01-01 --to 2027-12-31"])
  ) { invocation throws(CommandFailure) in
    guard let id = invocation.arguments.value(account).map({ Account.ID($0) }),
      let first = try invocation.date(from), let last = try invocation.date(to)
    else { throw .usage("give --account, --from and --to") }
    guard first <= last else { throw .usage("--to \(last) lies before --from \(first)") }
    let store = try OperatorStore(invocation.configuration())
    try store.require(RecordReference(.account, id))
    let today = UTCInstant.now().date
    let chosen = try invocation.currency()
    let statements = try store.query { queries throws(StoreError) in
      var statements: [Statement] = []
      for currency in try queries.statementCurrencies(of: id)
      where chosen.map({ $0 == currency }) ?? true {
        var statement = Statement(accountId: id, currency: currency, from: first, to: last)
        try queries.forEachStatementEntry(of: id, in: currency, to: last) { entry in
          statement.add(entry)
        }
        let open = AgingSelection(asOf: last, today: today, account: id, currency: currency)
        try queries.forEachOpenDocument(open) { document in
          statement.openItems += AgingDetail.rows(of: document, asOf: last)
        }
        statements.append(statement)
      }
      return statements
    }
    if invocation.isJSON {
      invocation.console.writeJSON { writer in
        // One object where there is one currency, as most accounts have; else one for each.
        if statements.count == 1 {
          statements[0].write(to: &writer)
        } else {
          writer.beginArray()
          for statement in statements { statement.write(to: &writer) }
          writer.endArray()
        }
      }
      return .success
    }
    if statements.isEmpty { invocation.console.write("Nothing was recorded for \(id).\n") }
    for statement in statements {
      for part in statement.text(width: invocation.console.outputWidth) {
        invocation.console.write(part)
      }
    }
    return .success
  }
}
