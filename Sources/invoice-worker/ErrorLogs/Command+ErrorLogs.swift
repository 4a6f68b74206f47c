import Billing
import CivilTime
import JSON
import Messages
import Storage

extension Command {
  private static let account = Option(
    "--account", "ID", summary: "on this account's list, its orders' too")
  private static let order = Option("--order", "ID", summary: "of this order")
  private static let ofRequest = Option("--request", "ID", summary: "met last by this request")

  static let errorLogsList = Command(
    CommandDescription(
      ["error-logs", "list"],
      summary: "list recorded errors, the open ones first, each the one seen last first",
      options: [account, order, ofRequest, .limit, .json],
      examples: ["error-logs list --account ACC-1001", "error-logs list --request r-17"])
  ) { invocation throws(CommandFailure) in
    let selection = try selection(invocation.arguments)
    let count = try invocation.limit()
    let store = try OperatorStore(invocation.configuration())
    let logs = try store.query { queries throws(StoreError) in
      try queries.errorLogs(selection, limit: count)
    }
    // An account that is unknown may have logs that say so; one without logs must be a known one.
    if logs.isEmpty, let record = selection.record { try store.require(record) }
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

  private static func selection(
    _ arguments: ParsedArguments
  ) throws(CommandFailure) -> Queries.ErrorLogSelection {
    var selections: [Queries.ErrorLogSelection] = []
    if let id = arguments.value(account) { selections.append(.account(Account.ID(id))) }
    if let id = arguments.value(order) { selections.append(.order(Order.ID(id))) }
    if let id = arguments.value(ofRequest) { selections.append(.request(identifier: id)) }
    guard selections.count <= 1 else {
      throw .usage("give one of --account, --order and --request, not several")
    }
    return selections.first ?? .all
  }
}

extension Queries.ErrorLogSelection {
  /// The record whose list it is; nil when it is none's.
  fileprivate var record: RecordReference? {
    switch self {
    case .account(let id): RecordReference(.account, id)
    case .order(let id): RecordReference(.order, id)
    case .all, .request: nil
    }
  }
}
