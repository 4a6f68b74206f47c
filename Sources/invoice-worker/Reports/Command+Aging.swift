import Billing
import CivilTime
import Monetary
import Storage

extension Command {
  private static let account = Option("--account", "ID", summary: "only of this account")
  private static let legalEntity = Option(
    "--legal-entity", "ID", summary: "only what this legal entity issued or received")
  private static let detail = Option(
    "--detail", summary: "a row for each instalment, memo and payment that is open")

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
    let store = try OperatorStore.forReading(invocation.configuration())
    if let id = selection.account { try store.require(RecordReference(.account, id)) }
    if let id = selection.legalEntity { try store.require(RecordReference(.legalEntity, id)) }
    if invocation.arguments.has(detail) {
      try writeDetails(selection, from: store, invocation)
    } else {
      try writeRows(selection, from: store, invocation)
    }
    return .success
  }

  private static func writeRows(
    _ selection: AgingSelection, from store: OperatorStore, _ invocation: Invocation
  ) throws(CommandFailure) {
    let output = AgingOutput<AgingRow>(selection, invocation)
    var figures = AgingFigures(selection) { output.write($0) }
    try store.query { queries throws(StoreError) in
      try queries.forEachOpenDocument(selection) { figures.add($0) }
    }
    let totals = figures.finish()
    guard !figures.isOverflown else {
      throw .fault("a sum is beyond 18 digits; ask for fewer accounts")
    }
    output.end(totals: totals)
  }

  private static func writeDetails(
    _ selection: AgingSelection, from store: OperatorStore, _ invocation: Invocation
  ) throws(CommandFailure) {
    let output = AgingOutput<AgingDetail>(selection, invocation)
    try store.query { queries throws(StoreError) in
      try queries.forEachOpenDocument(selection) { document in
        for detail in AgingDetail.rows(of: document, asOf: selection.asOf) {
          output.write(detail)
        }
      }
    }
    output.end(totals: nil)
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
