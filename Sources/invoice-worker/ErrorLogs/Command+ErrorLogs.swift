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
    let count = try invocation.limit()
    let store = try OperatorStore(invocation.configuration())
    let logs = try store.query { queries throws(StoreError) in
      try queries.errorLogs(Queries.ErrorLogSelection(record), limit: count)
    }
    // An unknown account may have logs that say so; without logs it must be a known one.
    if logs.isEmpty, let record, record.type != .request { try store.require(record) }
    if invocation.isJSON {
      invocation.console.writeJSON { writer in
        writer.beginArray()
        for log in logs { writer.errorLog(log) }
        writer.endArray()
      }
    } else if logs.isEmpty {
      invocation.console.write("No error logs.\n")
    } else {
      invocation.console.write(ErrorLogText.table(logs))
    }
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
