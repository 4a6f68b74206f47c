import Billing
import CivilTime
import Monetary

/// Invoice runs for people.
enum RunText {
  static func list(_ runs: [InvoiceRun]) -> Table {
    var table = Table([
      .init("Run"), .init("Kind", drop: 2), .init("Status"), .init("Started", drop: 3),
      .init("Ended", drop: 6), .init("Invoices", isNumber: true, drop: 1),
      .init("Errors", isNumber: true, drop: 4), .init("Total", drop: 5, wraps: true),
    ])
    for run in runs {
      table.append([
        run.id.text, run.kind.rawValue, run.status.rawValue, run.startedAt.secondsText,
        run.completedAt?.secondsText ?? "", String(run.invoices), String(run.errorCount),
        totals(run.totals),
      ])
    }
    return table
  }

  static func text(_ run: InvoiceRun, width: Int?) -> String {
    tables(run).map { $0.table.text(width: width) }.joined(separator: "\n") + hint(run)
  }

  /// What it is made of, in order, each with what it is about.
  static func tables(_ run: InvoiceRun) -> [(about: String, table: Table)] {
    [("Run", head(run)), ("Counted", counters(run))]
      + (run.totals.isEmpty ? [] : [("Totals", totalsTable(run.totals))])
  }

  private static func head(_ run: InvoiceRun) -> Table {
    var table = Table.ofValues("Run", run.id.text)
    table.append(values: [
      "Kind": run.kind.rawValue,
      "Status": run.status.rawValue,
      "Scheduler": run.schedulerId.map { id in
        id.text + (run.scheduledFor.map { ", for \($0.secondsText)" } ?? "")
      },
      "Parent run": run.parentRunId?.text,
      "Retry of": run.retryOf?.text,
      "Run date": run.runDate.description,
      "Bills": run.terms.map { billed($0, run.kind) },
      "Invoice date": run.terms?.invoiceDate.description,
      "Only": run.kind.billsAccounts ? criteria(run.criteria) : nil,
      "Requests": run.tasks.map {
        $0.kinds.map(\.rawValue).joined(separator: ", ") + ($0.again ? ", again" : "")
      },
      "Sends": run.email.map(sent),
      "Then": then(run),
      "Started": run.startedAt.secondsText,
      "Ended": run.completedAt?.secondsText,
      "Requested by": requester(run),
      "Warning": run.warnings.first.map { "\($0.message) (\($0.code.rawValue))" },
    ])
    return table
  }

  static func errors(_ errors: [RunError]) -> Table {
    var table = Table([
      .init("Account"), .init("Invoice", drop: 3), .init("Schedules", drop: 2, wraps: true),
      .init("Code"), .init("What happened, and what to do", drop: 1, wraps: true),
    ])
    for error in errors {
      table.append([
        error.accountId?.text ?? "", error.invoiceId?.text ?? "",
        shortened(error.billingScheduleIds), error.code.rawValue, error.message,
      ])
    }
    return table
  }

  /// The first few, and how many more.
  private static func shortened(_ ids: [BillingSchedule.ID]) -> String {
    let shown = ids.prefix(3).map(\.text).joined(separator: " ")
    return ids.count > 3 ? "\(shown) and \(ids.count - 3) more" : shown
  }

  private static func billed(_ terms: RunTerms, _ kind: InvoiceRun.Kind) -> String {
    let until =
      terms.isTargetDateInclusive
      ? "what is due on \(terms.targetDate) or before" : "what is due before \(terms.targetDate)"
    let action = kind == .preview ? "nothing stored" : terms.action.rawValue
    return "\(until), \(action)"
      + (terms.allowsZeroAmountInvoices ? ", invoices of zero too" : "")
  }

  private static func sent(_ terms: RunEmailTerms) -> String {
    var parts = [terms.emailTemplateId.map { "template \($0)" } ?? "each account's template"]
    if let attachments = terms.attachments {
      let names = attachments.map(\.rawValue).joined(separator: ", ")
      parts.append(names.isEmpty ? "nothing attached" : "with \(names)")
    }
    if terms.resend { parts.append("again where it was sent") }
    if terms.ignoresOptOut { parts.append("also to who opted out") }
    return parts.joined(separator: ", ")
  }

  /// What restricts it; empty for a run over everything.
  static func criteria(_ criteria: RunCriteria) -> String {
    var parts: [String] = []
    func add(_ name: String, _ values: [String]?) {
      guard let values, !values.isEmpty else { return }
      let shown = values.sorted()
      parts.append(
        "\(name) \(shown.prefix(5).joined(separator: ", "))"
          + (shown.count > 5 ? " and \(shown.count - 5) more" : ""))
    }
    add("accounts", criteria.accountIds?.map(\.text))
    add("legal entities", criteria.legalEntityIds?.map(\.text))
    add("currencies", criteria.currencies.map { Array($0) })
    add("group types", criteria.invoiceGroupTypes?.map(\.rawValue))
    add("matching values", criteria.matchingValues.map { Array($0) })
    add("charge types", criteria.chargeTypes?.map(\.rawValue))
    add("not accounts", criteria.excludedAccountIds.map(\.text))
    return parts.joined(separator: "; ")
  }

  private static func then(_ run: InvoiceRun) -> String {
    if run.retriesWhenEnded { return "the accounts with errors are billed again" }
    var parts = run.then.posts ? ["its drafts are posted"] : []
    if !run.then.tasks.isEmpty {
      parts.append("\(run.then.tasks.map(\.rawValue).joined(separator: ", ")) requested")
    }
    if run.then.emails { parts.append("its invoices are sent by e-mail") }
    return parts.joined(separator: "; ")
  }

  private static func requester(_ run: InvoiceRun) -> String {
    let person = [run.requestedBy?.name, run.requestedBy?.email, run.requestedBy?.userId]
      .compactMap { $0 }.first
    let request = run.request.map { "request \($0.identifier)" }
    return [person, request].compactMap { $0 }.joined(separator: ", ")
  }

  private static func counters(_ run: InvoiceRun) -> Table {
    let counters = run.counters
    let counted = run.status == .running ? "So far" : "In all"
    var table = Table([.init("Counted"), .init(counted, isNumber: true)])
    func add(_ name: String, _ count: Int, always: Bool = false) {
      if always || count > 0 { table.append([name, String(count)]) }
    }
    let bills = run.kind.billsAccounts
    add("Accounts selected", counters.accountsSelected, always: bills)
    add("Schedules selected", counters.schedulesSelected, always: bills)
    add("Schedules billed", counters.schedulesBilled, always: bills)
    add("Schedules put in Error", counters.schedulesFailed)
    for reason in RunCounters.SkipReason.allCases {
      add("Passed over: \(reason.rawValue)", counters.skipped[reason] ?? 0)
    }
    add("Invoices made", counters.invoicesMade, always: bills)
    add("Invoices posted", counters.invoicesPosted, always: run.kind == .post)
    add("Invoices canceled", counters.invoicesCanceled, always: run.kind == .cancel)
    add("Tasks requested", counters.tasksRequested, always: run.kind == .tasks)
    add("E-mails queued", counters.emailsQueued, always: run.kind == .email)
    add("E-mails that wait for another day", counters.emailsPostponed)
    add("Invoices failed", counters.invoicesFailed)
    add("Lines", counters.lines)
    add("Schedules recovered", counters.recovered, always: run.kind == .recover)
    add("Schedules no longer in Error", counters.unrecovered)
    table.append(["Chunks done", "\(counters.chunksDone) of \(counters.chunksMade)"])
    add("Errors", run.errorCount)
    return table
  }

  private static func totalsTable(_ totals: [RunTotals]) -> Table {
    var table = Table([
      .init("Currency"), .init("Invoices", isNumber: true, drop: 3),
      .init("Amount", isNumber: true, drop: 1), .init("Tax", isNumber: true, drop: 2),
      .init("Total", isNumber: true),
    ])
    for total in totals {
      table.append([
        total.currency.code, String(total.invoices), total.totalAmount.decimalText,
        total.totalTaxAmount.decimalText, total.totalAmountWithTax.decimalText,
      ])
    }
    return table
  }

  private static func totals(_ totals: [RunTotals]) -> String {
    var parts: [String] = []
    for total in totals {
      parts.append("\(total.totalAmountWithTax.decimalText) \(total.currency.code)")
    }
    return parts.joined(separator: ", ")
  }

  /// The command that shows more.
  private static func hint(_ run: InvoiceRun) -> String {
    run.errorCount > 0 ? "\ninvoice-worker runs errors \(run.id.text) lists the errors.\n" : ""
  }
}

extension InvoiceRun {
  /// How many it has worked on, by what it does with them.
  var invoices: Int {
    switch kind {
    case .generate, .preview: counters.invoicesMade
    case .post: counters.invoicesPosted
    case .cancel: counters.invoicesCanceled
    // A task is no invoice; of an invoice there is one e-mail.
    case .email: counters.emailsQueued
    case .recover, .tasks: 0
    }
  }
}
