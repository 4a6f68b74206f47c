import Billing
import JSON
import Messages
import Storage

/// Invoice runs, as operators see them.
extension Command {
  private static let status = Option(
    "--status", "STATUS", values: InvoiceRun.Status.allCases.map(\.rawValue),
    summary: "only \(InvoiceRun.Status.allCases.map(\.rawValue).joined(separator: ", "))")
  private static let kind = Option(
    "--kind", "KIND", values: InvoiceRun.Kind.allCases.map(\.rawValue),
    summary: "only \(InvoiceRun.Kind.allCases.map(\.rawValue).joined(separator: ", "))")
  private static let scheduler = Option("--scheduler", "ID", summary: "begun by this scheduler")

  static let runsList = Command(
    CommandDescription(
      ["runs", "list"],
      summary: "list invoice runs, the latest first, with status, invoices, errors and totals",
      options: [status, kind, scheduler, .limit, .json],
      examples: ["runs list", "runs list --status Running --json"])
  ) { invocation throws(CommandFailure) in
    let status = try invocation.choice(status, of: InvoiceRun.Status.self)
    let kind = try invocation.choice(kind, of: InvoiceRun.Kind.self)
    let scheduler = invocation.arguments.value(scheduler).map { InvoiceScheduler.ID($0) }
    let limit = try invocation.limit()
    let store = try OperatorStore(invocation.configuration())
    if let scheduler { try store.require(RecordReference(.invoiceScheduler, scheduler)) }
    let runs = try store.query { queries throws(StoreError) in
      // One more than is shown, to know whether there are more.
      try queries.runs(status: status, kind: kind, scheduler: scheduler, limit: limit + 1)
    }
    invocation.writeList(
      runs, limit: limit, order: "latest", empty: "No invoice runs.",
      text: { RunText.list($0).text(width: invocation.console.outputWidth) },
      json: { runs, writer in for run in runs { writer.invoiceRun(run) } })
    return .success
  }

  static let runsShow = Command(
    CommandDescription(
      ["runs", "show"],
      summary: "show an invoice run: what it bills, how far it is, its counters and totals",
      operands: Operands("ID"), options: [.json], examples: ["runs show RUN-2026-12"])
  ) { invocation throws(CommandFailure) in
    let id = InvoiceRun.ID(invocation.arguments.operands[0])
    let run = try OperatorStore(invocation.configuration()).run(id)
    if invocation.isJSON {
      invocation.console.writeJSON { $0.invoiceRun(run) }
    } else {
      invocation.console.write(RunText.text(run, width: invocation.console.outputWidth))
    }
    return .success
  }

  static let runsErrors = Command(
    CommandDescription(
      ["runs", "errors"],
      summary: "list what an invoice run could not do, and why",
      operands: Operands("ID"), options: [.limit, .json],
      examples: ["runs errors RUN-2026-12"])
  ) { invocation throws(CommandFailure) in
    let id = InvoiceRun.ID(invocation.arguments.operands[0])
    let limit = try invocation.limit()
    let store = try OperatorStore(invocation.configuration())
    let run = try store.run(id)
    let errors = try store.query { queries throws(StoreError) in
      try queries.runErrors(of: id, limit: limit + 1)
    }
    invocation.writeList(
      errors, limit: limit, order: "first", empty: "No errors; the run is \(run.status.rawValue).",
      text: { RunText.errors($0).text(width: invocation.console.outputWidth) },
      json: { errors, writer in for error in errors { writer.runError(error) } })
    return .success
  }
}

extension OperatorStore {
  /// The run with what it has done so far.
  func run(_ id: InvoiceRun.ID) throws(CommandFailure) -> InvoiceRun {
    guard !id.text.isEmpty else { throw .unknown(RecordReference(.invoiceRun, id)) }
    let run = try query { queries throws(StoreError) in try queries.run(id) }
    guard let run else {
      throw .fault(
        "there is no invoice run \(id.text); invoice-worker runs list shows the latest")
    }
    return run
  }
}
