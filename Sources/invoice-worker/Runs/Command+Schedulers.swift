import Billing
import CivilTime
import JSON
import Messages
import Storage
import Worker

/// Schedulers of invoice runs, as operators see them.
extension Command {
  private static let status = Option(
    "--status", "STATUS", values: InvoiceScheduler.Status.allCases.map(\.rawValue),
    summary: "only \(InvoiceScheduler.Status.allCases.map(\.rawValue).joined(separator: ", "))")

  static let schedulersList = Command(
    CommandDescription(
      ["schedulers", "list"],
      summary: "list schedulers: outcomes of recent occurrences, and when the next five begin",
      details:
        "Times are local in each scheduler's own time zone, and UTC. Only Active schedulers begin runs; the others show when they would.",
      options: [status, .limit, .json],
      examples: ["schedulers list", "schedulers list --status Active --json"])
  ) { invocation throws(CommandFailure) in
    let status = try invocation.choice(status, of: InvoiceScheduler.Status.self)
    let limit = try invocation.limit()
    let store = try OperatorStore(invocation.configuration())
    let views = try store.query { queries throws(StoreError) in
      try queries.schedulers(
        status: status, limit: limit + 1, occurrences: SchedulerText.recent)
    }
    let zones = SystemTimeZones()
    let now = UTCInstant.now()
    let found = views.map { SchedulerText(view: $0, now: now, zones: zones) }
    invocation.writeList(
      found, limit: limit, order: "first", empty: "No schedulers.",
      text: { schedulers in
        schedulers.map { $0.text(width: invocation.console.outputWidth) }.joined(separator: "\n")
      },
      json: { schedulers, writer in
        for scheduler in schedulers { scheduler.json.write(to: &writer) }
      })
    return .success
  }
}
