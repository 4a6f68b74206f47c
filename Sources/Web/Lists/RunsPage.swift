package import Billing
package import CivilTime
import JSON
import Monetary

/// `/runs`: invoice runs, the one begun last first.
package enum RunsPage {
  /// `runs`: one more than a page has where there are more.
  package static func page(
    _ runs: [InvoiceRun], limit: Int, _ filter: RunFilter, problems: [String]
  ) -> WebPage {
    let shown = Array(runs.prefix(limit))
    let table = Parts.table(
      "Invoice runs, the one begun last first",
      [
        .init("Run"), .init("Kind"), .init("Status"), .init("Started"), .init("Ended"),
        .init("Chunks"), .init("Invoices", isNumber: true), .init("Errors", isNumber: true),
        .init("Total"),
      ], shown.map(row))
    let next = runs.count > limit ? shown.last.map { filter.after($0) } : nil
    let nextAddress = next.map { WebAddress(.runs, $0.query) }
    return ListPage.page(
      "Runs", .runs, filter, problems: problems,
      fields: [
        .choice(
          name: "status", label: "Status", values: InvoiceRun.Status.allCases.map(\.rawValue),
          value: filter.status?.rawValue),
        .choice(
          name: "kind", label: "Kind", values: InvoiceRun.Kind.allCases.map(\.rawValue),
          value: filter.kind?.rawValue),
        .text(name: "scheduler", label: "Scheduler", value: filter.scheduler),
      ], table: shown.isEmpty ? nil : table, empty: "No invoice run matches.", next: next,
      isFirst: filter.after == nil,
      json: JSONTree.list("invoiceRuns", shown.map(json), next: nextAddress).bytes)
  }

  private static func row(_ run: InvoiceRun) -> [HTMLNode] {
    [
      Parts.link(run.id.text, WebAddress(.run(run.id.text))), .text(run.kind.rawValue),
      status(run.status), Parts.time(run.startedAt), run.completedAt.map(Parts.time) ?? .nothing,
      .text("\(run.counters.chunksDone) of \(run.counters.chunksMade)"),
      .text("\(run.counters.invoicesMade)"), .text("\(run.errorCount)"), .text(totals(run)),
    ]
  }

  /// A status in words.
  package static func status(_ status: InvoiceRun.Status) -> HTMLNode {
    switch status {
    case .running: Parts.state(status.rawValue)
    case .completed: Parts.state(status.rawValue, .good)
    case .completedWithErrors: Parts.state(status.rawValue, .bad)
    case .canceled: Parts.state(status.rawValue, .warn)
    }
  }

  private static func totals(_ run: InvoiceRun) -> String {
    run.totals.map { "\($0.totalAmountWithTax.decimalText) \($0.currency.code)" }
      .joined(separator: ", ")
  }

  private static func json(_ run: InvoiceRun) -> JSONTree {
    [
      "invoiceRunId": .string(run.id.text), "kind": .string(run.kind.rawValue),
      "status": .string(run.status.rawValue), "startedAt": .text(run.startedAt),
      "completedAt": .text(run.completedAt), "chunksDone": .count(run.counters.chunksDone),
      "chunksMade": .count(run.counters.chunksMade),
      "invoicesMade": .count(run.counters.invoicesMade), "errorCount": .count(run.errorCount),
    ]
  }
}

extension RunFilter {
  fileprivate func after(_ run: InvoiceRun) -> RunFilter {
    var next = self
    next.after = ListPlace(["\(run.startedAt.microsecondsSince1970)", run.id.text])
    return next
  }

  /// nil for the beginning, and for a place that is none.
  package var place: (startedAt: UTCInstant, id: InvoiceRun.ID)? {
    guard let after, let at = Int64(after.parts[0]) else { return nil }
    return (UTCInstant(microsecondsSince1970: at), InvoiceRun.ID(after.parts[1]))
  }
}
