import Billing
package import JSON

/// An invoice run as a consumer reads it, in an event or a completion.
package struct InvoiceRunView: Hashable, Sendable {
  /// What its invoices come to in one currency.
  package struct Total: Hashable, Sendable {
    package let currency: String
    package let invoices: Int
    package let totalAmountWithTax: String
  }

  package struct PassedOver: Hashable, Sendable {
    package let reason: String
    package let count: Int
  }

  package let id: String
  package let kind: String?
  package let status: String?
  package let invoicesMade: Int
  package let invoicesPosted: Int
  package let invoicesCanceled: Int
  package let tasksRequested: Int
  package let emailsQueued: Int
  package let schedulesFailed: Int
  /// Schedules that are ready again.
  package let recovered: Int
  /// What was passed over, by reason.
  package let passedOver: [PassedOver]
  package let chunksMade: Int
  package let chunksDone: Int
  package let errorCount: Int
  package let totals: [Total]
  package let warnings: [CompletionView.Fault]
}

extension InvoiceRunView {
  /// nil for an object that names no run.
  package init?(_ object: JSONObject) {
    guard let id = object.text("invoiceRunId") else { return nil }
    self.id = id
    kind = object.text("kind")
    status = object.text("status")
    let counters = object.object("counters")
    invoicesMade = counters?.integer("invoicesMade") ?? 0
    invoicesPosted = counters?.integer("invoicesPosted") ?? 0
    invoicesCanceled = counters?.integer("invoicesCanceled") ?? 0
    tasksRequested = counters?.integer("tasksRequested") ?? 0
    emailsQueued = counters?.integer("emailsQueued") ?? 0
    schedulesFailed = counters?.integer("schedulesFailed") ?? 0
    recovered = counters?.integer("recovered") ?? 0
    let skipped = counters?.object("skipped")
    passedOver = RunCounters.SkipReason.allCases.compactMap { reason in
      guard let count = skipped?.integer(reason.rawValue), count > 0 else { return nil }
      return PassedOver(reason: reason.rawValue, count: count)
    }
    let chunks = counters?.object("chunks")
    chunksMade = chunks?.integer("made") ?? 0
    chunksDone = chunks?.integer("done") ?? 0
    errorCount = object.integer("errorCount") ?? 0
    totals = object.objects("totals").map { total in
      Total(
        currency: total.text("currency") ?? "", invoices: total.integer("invoices") ?? 0,
        totalAmountWithTax: total.text("totalAmountWithTax") ?? "")
    }
    warnings = object.objects("warnings").map(CompletionView.Fault.init)
  }
}
