/// What is left to do when a run has ended, by its kind and how it ended: requests that do it, and nothing that does not. A request
/// that comes again under its identifier does nothing, so each is another one.
extension InvoiceRun {
  var advice: [String] {
    switch status {
    case .running, .completed: passedOver ?? ["Nothing: all of it is done."]
    case .canceled:
      ["What it did before it was canceled stays. \(remedy(after: "For the rest"))"]
    case .completedWithErrors: [remedy(after: "Fix what is said above, then")] + (passedOver ?? [])
    }
  }

  /// What does the rest of it; `condition` comes before.
  private func remedy(after condition: String) -> String {
    switch kind {
    case .generate where status == .completedWithErrors && counters.schedulesFailed > 0:
      "\(condition) send invoice-run.recover.v1 with invoiceRunId \(id) and retry true: what it put in Error is ready "
        + "again, and its accounts are billed once more."
    case .generate:
      "\(condition) send another invoice-run.start.v1 with the same dates and criteria: it bills what is still due."
    case .preview:
      "\(condition) send another invoice-run.start.v1 with preview true. Nothing of this one was stored but its results."
    case .post:
      "\(condition) send another \(request("invoice-run.post.v1")): it posts the drafts that are left."
    case .email:
      "\(condition) send another \(request("invoice.send-email.v1")), without resend: what was sent or is queued is "
        + "passed over."
    case .tasks:
      "\(condition) send another \(request("invoice.run-tasks.v1")), without again: what was requested is passed over."
    case .recover:
      "\(condition) send another \(request("invoice-run.recover.v1"))."
    case .cancel:
      "\(condition) send invoice.cancel.v1 with the drafts that are left; invoice-worker invoices list shows them."
    }
  }

  /// The request that goes over the same run.
  private func request(_ type: String) -> String {
    parentRunId.map { "\(type) with invoiceRunId \($0)" } ?? type
  }

  /// What was passed over though somebody may have wanted it; nil for nothing.
  private var passedOver: [String]? {
    guard kind == .email || kind == .tasks else { return nil }
    var advice: [String] = []
    if counters.skipped[.notPosted] != nil {
      advice.append("Only posted invoices take part: post the others, if they are to.")
    }
    if counters.skipped[.addressMissing] != nil {
      advice.append("Give the accounts that were passed over as AddressMissing an e-mail address.")
    }
    guard !advice.isEmpty else { return nil }
    // With errors it was said already.
    return status == .completed ? advice + [remedy(after: "Then")] : advice
  }
}
