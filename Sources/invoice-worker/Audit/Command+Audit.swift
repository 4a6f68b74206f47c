import Billing
import JSON
import Storage

extension Command {
  private static let account = Option("--account", "ID", summary: "only of this account")

  static let audit = Command(
    CommandDescription(
      ["audit"],
      summary: "check the worker's promises on the database, while workers run",
      details: """
        It only reads, in one snapshot. Each promise is a line with how many records were checked and how many break it; \
        exit status 1 when any does, and the first \(AuditReport.mostNamed) breaches are named.
        """,
      options: [account, .json], examples: ["audit", "audit --account ACC-1001 --json"])
  ) { invocation throws(CommandFailure) in
    let id = invocation.arguments.value(account).map { Account.ID($0) }
    let store = try OperatorStore(invocation.configuration())
    if let id { try store.require(RecordReference(.account, id)) }
    let console = invocation.console
    let report = try store.query { queries throws(StoreError) in
      try Audit.run(over: queries, account: id) { rows in
        if console.isErrorATerminal { console.draw("\r\u{1B}[K\(rows) rows read") }
      }
    }
    if console.isErrorATerminal { console.draw("\r\u{1B}[K") }
    // An account's audit says nothing of what concerns no account.
    let checks = report.checks.filter { id == nil || $0.counted > 0 || $0.breachCount > 0 }
    if invocation.isJSON {
      console.writeJSON { json(of: checks).write(to: &$0) }
    } else {
      console.write(AuditText.text(of: checks, width: console.outputWidth))
    }
    return report.isClean ? .success : .fault
  }

  private static func json(of checks: [AuditReport.Check]) -> JSONTree {
    .record([
      "checks": .array(
        checks.map { check in
          .record([
            "name": .string(check.promise.rawValue), "counted": .integer(check.counted),
            "breaches": .array(check.breaches.map { .string($0) }),
          ])
        })
    ])
  }
}
