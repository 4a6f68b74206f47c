import Billing
import CivilTime
import JSON
import Messages
import Storage

extension Command {
  static let errorLogsResolve = Command(
    CommandDescription(
      ["error-logs", "resolve"],
      summary: "mark error logs as resolved",
      details: """
        A log is resolved automatically when what it is about succeeds, for example when its schedule is billed. This \
        is for the others. An error that occurs again is open again.
        """,
      operands: Operands("NUMBER…", count: 1...1_000), options: [.json],
      examples: ["error-logs resolve EL-000001"])
  ) { invocation throws(CommandFailure) in
    let numbers = invocation.arguments.operands
    let store = try OperatorStore(invocation.configuration())
    let now = UTCInstant.now()
    let logs = try store.change { transaction throws(StoreError) in
      try transaction.resolveErrorLogs(numbered: numbers, at: now)
    }
    if invocation.isJSON {
      invocation.console.writeJSON { writer in
        writer.beginArray()
        for log in logs { writer.errorLog(log) }
        writer.endArray()
      }
    } else {
      for log in logs {
        let time = log.resolvedAt.map(\.secondsText) ?? ""
        invocation.console.write(
          log.resolvedAt == now
            ? "\(log.number) is resolved.\n" : "\(log.number) was already resolved at \(time).\n")
      }
    }
    let missing = Set(numbers).subtracting(logs.map(\.number)).sorted()
    guard missing.isEmpty else {
      throw .fault(
        "there is no error log \(missing.joined(separator: ", ")); invoice-worker error-logs list shows what there is"
      )
    }
    return .success
  }
}
