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
  private static let limit = Option("--limit", "COUNT", summary: "at most so many (default: 100)")

  static let errorLogsList = Command(
    CommandDescription(
      ["error-logs", "list"],
      summary: "list recorded errors, the one seen last first",
      options: [account, order, ofRequest, limit, .json],
      examples: ["error-logs list --account ACC-1001", "error-logs list --request r-17"])
  ) { invocation throws(CommandFailure) in
    let selection = try selection(invocation.arguments)
    let count = try invocation.number(limit, in: 1...100_000) ?? 100
    let store = try OperatorStore(invocation.configuration())
    let logs = try store.query { queries throws(StoreError) in
      try queries.errorLogs(selection, limit: count)
    }
    if invocation.isJSON {
      invocation.console.writeJSON { writer in
        writer.beginArray()
        for log in logs { writer.errorLog(log) }
        writer.endArray()
      }
    } else if logs.isEmpty {
      invocation.console.write("No error logs.\n")
    } else {
      invocation.console.write(table(logs).text)
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

  private static func table(_ logs: [ErrorLog]) -> Table {
    var table = Table([
      .init("Number"), .init("Severity"), .init("Category"), .init("Code"), .init("Primary record"),
      .init("Related record"), .init("Times", isNumber: true), .init("Last seen"),
      .init("What happened, and what to do"),
    ])
    for log in logs {
      let related = log.entry.relatedRecord.map { "\($0.type.rawValue) \($0.id)" }
      table.append([
        log.number, log.entry.severity.rawValue, log.entry.category.rawValue,
        log.entry.code.rawValue,
        "\(log.entry.primaryRecord.type.rawValue) \(log.entry.primaryRecord.id)", related ?? "",
        String(log.occurrences), log.lastSeenAt.description, log.entry.message,
      ])
    }
    return table
  }
}
