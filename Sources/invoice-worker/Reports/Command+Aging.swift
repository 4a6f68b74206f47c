import Billing
import CivilTime
import JSON
import Monetary
import Storage

extension Command {
  private static let account = Option("--account", "ID", summary: "only of this account")
  private static let legalEntity = Option(
    "--legal-entity", "ID", summary: "only what this legal entity issued or received")
  private static let detail = Option(
    "--detail", summary: "a row for each instalment, memo and payment that is open")

  /// Rows that a table for people has at most; a file for a program has all.
  private static let mostShown = 2_000

  static let reportAging = Command(
    CommandDescription(
      ["report", "aging"],
      summary: "show what every account owes, by how long it has been due",
      details: """
        What is due on the day itself is not overdue. Credits and unapplied payments are never netted into a column; the \
        total is what the account owes in all. A past day shows what was open then.
        """,
      options: [.asOf, account, .currency, legalEntity, detail, .json, .csv],
      examples: ["report aging", "report aging --as-of 2026-12-31 --account ACC-1001 --detail"])
  ) { invocation throws(CommandFailure) in
    let today = UTCInstant.now().date
    let selection = AgingSelection(
      asOf: try invocation.date(.asOf) ?? today, today: today,
      account: invocation.arguments.value(account).map { Account.ID($0) },
      currency: try invocation.currency(),
      legalEntity: invocation.arguments.value(legalEntity).map { LegalEntity.ID($0) })
    guard !(invocation.isJSON && invocation.arguments.has(.csv)) else {
      throw .usage("give --json or --csv, not both")
    }
    let store = try OperatorStore(invocation.configuration())
    if let id = selection.account { try store.require(RecordReference(.account, id)) }
    if invocation.arguments.has(detail) {
      return try writeDetails(selection, from: store, invocation)
    }
    return try writeRows(selection, from: store, invocation)
  }

  private static func writeRows(
    _ selection: AgingSelection, from store: OperatorStore, _ invocation: Invocation
  ) throws(CommandFailure) -> ExitStatus {
    let console = invocation.console
    let output = AgingOutput(selection, invocation)
    var table = AgingOutput.table
    var shown = 0
    output.begin(titles: AgingOutput.titles)
    var figures = AgingFigures(selection) { row in
      shown += 1
      if output.isText {
        if shown <= mostShown { table.append(row.cells) }
      } else {
        output.write(row, isFirst: shown == 1)
      }
    }
    try store.query { queries throws(StoreError) in
      try queries.forEachOpenDocument(selection) { figures.add($0) }
    }
    let totals = figures.finish()
    guard !figures.isOverflown else {
      throw .fault("a sum is beyond 18 digits; ask for fewer accounts")
    }
    output.end(totals: totals)
    guard output.isText else { return .success }
    guard shown > 0 else {
      console.write("Nothing is open as of \(selection.asOf).\n")
      return .success
    }
    for total in totals { table.append(total.cells) }
    console.write(table)
    if shown > mostShown {
      console.error("The first \(mostShown) of \(shown) rows are shown; --csv writes all of them.")
    }
    return .success
  }

  private static func writeDetails(
    _ selection: AgingSelection, from store: OperatorStore, _ invocation: Invocation
  ) throws(CommandFailure) -> ExitStatus {
    let output = AgingOutput(selection, invocation)
    var table = AgingDetail.table
    var shown = 0
    output.begin(titles: AgingDetail.titles)
    try store.query { queries throws(StoreError) in
      try queries.forEachOpenDocument(selection) { document in
        for detail in AgingDetail.rows(of: document, asOf: selection.asOf) {
          shown += 1
          if output.isText {
            if shown <= mostShown { table.append(detail.cells) }
          } else {
            output.write(detail, isFirst: shown == 1)
          }
        }
      }
    }
    output.end(totals: nil)
    guard output.isText else { return .success }
    guard shown > 0 else {
      invocation.console.write("Nothing is open as of \(selection.asOf).\n")
      return .success
    }
    invocation.console.write(table)
    if shown > mostShown {
      invocation.console.error(
        "The first \(mostShown) of \(shown) rows are shown; --csv writes all of them.")
    }
    return .success
  }
}

extension Invocation {
  func currency() throws(CommandFailure) -> Currency? {
    guard let code = arguments.value(.currency) else { return nil }
    guard let currency = Currency(code: code.uppercased()) else {
      throw .usage("--currency must be a code of ISO 4217 such as EUR, not \"\(code)\"")
    }
    return currency
  }
}
