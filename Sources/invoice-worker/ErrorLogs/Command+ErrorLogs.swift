import Billing
import CivilTime
import JSON
import Messages
import Storage

extension Command {
  private static let account = Option(
    "--account", "ID", summary: "on this account's list, its orders' too")
  private static let order = Option("--order", "ID", summary: "of this order")
  private static let ofRequest = Option("--request", "ID", summary: "last seen by this request")

  static let errorLogsList = Command(
    CommandDescription(
      ["error-logs", "list"],
      summary: "list recorded errors: open ones first, then the most recent first",
      options: [account, order, ofRequest, .limit, .json],
      examples: ["error-logs list --account ACC-1001", "error-logs list --request r-17"])
  ) { invocation throws(CommandFailure) in
    let record = try invocation.selectedRecord([
      (account, .account), (order, .order), (ofRequest, .request),
    ])
    let limit = try invocation.limit()
    let store = try OperatorStore(invocation.configuration())
    let logs = try store.query { queries throws(StoreError) in
      // One more than is shown, to know whether there are more.
      try queries.errorLogs(Queries.ErrorLogSelection(record), limit: limit + 1)
    }
    // An unknown account may have logs that say so; without logs it must be a known one.
    if logs.isEmpty, let record, record.type != .request { try store.require(record) }
    invocation.writeList(
      logs, limit: limit, order: "first", empty: "No error logs.",
      text: { ErrorLogText.table($0).text(width: invocation.console.outputWidth) },
      json: { logs, writer in for log in logs { writer.errorLog(log) } })
    return .success
  }
}

extension Queries.ErrorLogSelection {
  /// The logs of the record that was named; all where none was.
  init(_ record: RecordReference?) {
    switch record?.type {
    case .account?: self = .account(Account.ID(record?.id ?? ""))
    case .order?: self = .order(Order.ID(record?.id ?? ""))
    case .request?: self = .request(identifier: record?.id ?? "")
    default: self = .all
    }
  }
}
