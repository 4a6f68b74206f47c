import Billing
import CivilTime
import JSON
import Messages
import Storage
import Web

/// `/schedules/{id}` and `/runs`: what the commands `schedules show` and `runs` show.
extension WebSite {
  func schedule(_ id: String, _ visitor: WebVisitor) async throws(CommandFailure) -> WebPage {
    let today = UTCInstant.now().date
    let view = try await store.query { queries throws(StoreError) in
      try queries.schedule(BillingSchedule.ID(id), today: today)
    }
    guard let view else { return PlainPages.notFound("There is no billing schedule \(id).") }
    var content = [
      ScheduleText.whole(view, today: today).html("Billing schedule") { column, _ in
        switch column {
        case "Last invoice": view.lastInvoice.map { WebAddress(.invoice($0.id.text)) }
        case "Account":
          WebAddress(
            .invoices, WebQuery(values: ["account": view.schedule.accountId.text]))
        default: nil
        }
      }
    ]
    if let log = view.openError {
      content.append(Parts.notice("\(log.number), \(log.code.rawValue): \(log.message)", .bad))
      if visitor.role == .operator {
        content.append(
          .tag("p", [Parts.link("Recover it", WebAddress(.recoverSchedule(id)))]))
      }
    }
    content.append(Parts.heading("From the command line"))
    content.append(Parts.command(["schedules", "show"], operand: id))
    return WebPage(
      "Schedule \(id)", twin: WebAddress(.schedule(id), as: .json),
      json: ScheduleText.json(view, today: today).bytes, content)
  }

  func runs(_ query: WebQuery) async throws(CommandFailure) -> WebPage {
    let filter = RunFilter(query)
    let place = filter.place
    let runs = try await store.query { queries throws(StoreError) in
      try queries.runs(
        status: filter.status, kind: filter.kind,
        scheduler: filter.scheduler.map { InvoiceScheduler.ID($0) }, after: place,
        limit: Self.pageLength + 1)
    }
    return RunsPage.page(
      runs, limit: Self.pageLength, filter, problems: RunFilter.problems(query))
  }

  func run(_ id: String, _ visitor: WebVisitor) async throws(CommandFailure) -> WebPage {
    let runId = InvoiceRun.ID(id)
    let (run, errors) = try await store.query { queries throws(StoreError) in
      (try queries.run(runId), try queries.runErrors(of: runId, limit: Self.pageLength + 1))
    }
    guard let run else { return PlainPages.notFound("There is no invoice run \(id).") }
    var content: [HTMLNode] = []
    let done = run.counters.chunksDone
    let made = max(1, run.counters.chunksMade)
    content.append(
      .tag(
        "p",
        [
          .tag(
            "progress",
            [
              HTMLAttribute("max", "\(made)"), HTMLAttribute("value", "\(min(done, made))"),
              HTMLAttribute("aria-label", "Chunks done"),
            ], ""), .text(" \(done) of \(run.counters.chunksMade) chunks done"),
        ]))
    if visitor.role == .operator {
      content.append(
        .tag(
          "p",
          [
            run.status == .running
              ? Parts.link("Cancel it", WebAddress(.runAction(id, .cancel)))
              : run.errorCount > 0
                ? Parts.link("Recover its schedules", WebAddress(.runAction(id, .recover)))
                : .nothing
          ]))
    }
    for part in RunText.tables(run) {
      content.append(part.table.html(part.about))
    }
    content.append(Parts.heading("Errors"))
    let shown = Array(errors.prefix(Self.pageLength))
    content.append(
      shown.isEmpty
        ? Parts.paragraph("None.")
        : RunText.errors(shown).html("What it could not do, and why") {
          column, text in
          column == "Invoice" && !text.isEmpty ? WebAddress(.invoice(text)) : nil
        })
    if errors.count > shown.count {
      content.append(Parts.paragraph("The first \(shown.count); there are \(run.errorCount)."))
    }
    content.append(Parts.command(["runs", "errors"], operand: id))
    var writer = JSONWriter()
    writer.invoiceRun(run)
    var page = WebPage(
      "Run \(id)", section: .runs, twin: WebAddress(.run(id), as: .json), json: writer.bytes,
      content)
    page.isWaiting = run.status == .running
    return page
  }
}
