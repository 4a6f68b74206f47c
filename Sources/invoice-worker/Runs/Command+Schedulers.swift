import Billing
import CivilTime
import JSON
import Messages
import Storage
import Worker

/// Schedulers of invoice runs, as operators see them.
extension Command {
  private static let status = Option(
    "--status", "STATUS",
    summary: "only \(InvoiceScheduler.Status.allCases.map(\.rawValue).joined(separator: ", "))")

  static let schedulersList = Command(
    CommandDescription(
      ["schedulers", "list"],
      summary: "list schedulers: what became of the last runs, and when the next five begin",
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
    let shown = views.prefix(limit).map { SchedulerText(view: $0, now: now, zones: zones) }
    if invocation.isJSON {
      invocation.console.writeJSON { writer in
        writer.beginArray()
        for text in shown { text.json.write(to: &writer) }
        writer.endArray()
      }
    } else if shown.isEmpty {
      invocation.console.write("No schedulers.\n")
    } else {
      invocation.console.write(
        shown.map { $0.text(width: invocation.console.outputWidth) }.joined(separator: "\n"))
    }
    if views.count > limit {
      invocation.console.error("The first \(limit) are shown; --limit shows more.")
    }
    return .success
  }
}
