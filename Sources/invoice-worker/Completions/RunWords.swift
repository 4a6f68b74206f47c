import Billing
import Messages
import Worker

/// An invoice run in words, as events and completions carry it.
enum RunWords {
  /// `3 invoices, 1 error; EUR 187.50, JPY 1100`; how far it is while it is Running.
  static func whatItDid(_ run: InvoiceRunView) -> String {
    var parts: [String] = []
    if run.status == "Running", run.chunksMade > 0 {
      parts.append("\(run.chunksDone)/\(run.chunksMade) chunks")
    }
    // Only some kinds make invoices.
    if run.invoicesMade > 0 || run.kind.flatMap(InvoiceRun.Kind.init)?.billsAccounts ?? true {
      parts.append(count(run.invoicesMade, "invoice"))
    }
    if run.invoicesPosted > 0 { parts.append("\(run.invoicesPosted) posted") }
    if run.invoicesCanceled > 0 { parts.append("\(run.invoicesCanceled) canceled") }
    if run.tasksRequested > 0 { parts.append("\(count(run.tasksRequested, "task")) requested") }
    if run.emailsQueued > 0 { parts.append("\(count(run.emailsQueued, "e-mail")) queued") }
    if run.recovered > 0 { parts.append("\(count(run.recovered, "schedule")) ready again") }
    if run.schedulesFailed > 0 {
      parts.append("\(count(run.schedulesFailed, "schedule")) put in Error")
    }
    if !run.passedOver.isEmpty {
      let reasons = run.passedOver.map { "\($0.reason) \($0.count)" }.joined(separator: ", ")
      parts.append("passed over: \(reasons)")
    }
    if run.errorCount > 0 { parts.append(count(run.errorCount, "error")) }
    if parts.isEmpty { parts.append("nothing was to be done") }
    let totals = run.totals.map { "\($0.currency) \($0.totalAmountWithTax)" }
    return parts.joined(separator: ", ")
      + (totals.isEmpty ? "" : "; " + totals.joined(separator: ", "))
  }

  /// For the requester: its status, and the command that shows more.
  static func sentence(about run: InvoiceRunView) -> String {
    let id = PrintableText.escaping(run.id)
    let head = "Run \(id) (\(PrintableText.escaping(run.kind ?? "")))"
    return run.status == "Running"
      ? "\(head) is Running; invoice-worker runs watch \(id) shows its progress.\n"
      : "\(head) is \(PrintableText.escaping(run.status ?? "")): \(whatItDid(run)).\n"
  }

  static func count(_ count: some BinaryInteger, _ thing: String) -> String {
    "\(count) \(thing)\(count == 1 ? "" : "s")"
  }
}
