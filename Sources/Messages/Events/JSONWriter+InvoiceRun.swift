package import Billing
import CivilTime
package import JSON
import Monetary

extension JSONWriter {
  /// A run, as its events, the completions of requests about it and `runs show --json` carry it (<doc:Events#Invoice-runs>).
  /// `more` writes members that follow.
  package mutating func invoiceRun(
    _ run: InvoiceRun, _ more: (inout JSONWriter) -> Void = { _ in }
  ) {
    beginObject()
    member("invoiceRunId", run.id.text)
    member("kind", run.kind.rawValue)
    member("status", run.status.rawValue)
    member("schedulerId", run.schedulerId?.text)
    member("scheduledFor", run.scheduledFor)
    member("runDate", run.runDate)
    terms(run.terms, isPreview: run.kind == .preview)
    key(plain: "criteria")
    runCriteria(run.criteria)
    key(plain: "then")
    runContinuation(run.then)
    member("parentRunId", run.parentRunId?.text)
    member("retryOf", run.retryOf?.text)
    key(plain: "tasks")
    if let tasks = run.tasks { runTasks(tasks) } else { null() }
    key(plain: "email")
    if let email = run.email { runEmail(email) } else { null() }
    key(plain: "retry")
    bool(run.retriesWhenEnded)
    member("startedAt", run.startedAt)
    member("completedAt", run.completedAt)
    key(plain: "counters")
    runCounters(run.counters)
    runTotals(run.totals)
    key(plain: "errorCount")
    integer(run.errorCount)
    faults("warnings", run.warnings)
    member("requestIdentifier", run.request?.identifier)
    requestedBy(run.requestedBy)
    more(&self)
    endObject()
  }

  private mutating func terms(_ terms: RunTerms?, isPreview: Bool) {
    member("targetDate", terms?.targetDate)
    flag("targetDateInclusive", terms?.isTargetDateInclusive)
    member("invoiceDate", terms?.invoiceDate)
    member("action", isPreview ? nil : terms?.action.rawValue)
    flag("zeroAmountInvoices", terms?.allowsZeroAmountInvoices)
  }

  /// Only the members that restrict, in the form in which a request gives them; values in order.
  package mutating func runCriteria(_ criteria: RunCriteria) {
    beginObject()
    if let ids = criteria.legalEntityIds { sorted("legalEntityIds", ids.map(\.text)) }
    if let codes = criteria.currencies { sorted("currencies", Array(codes)) }
    if let types = criteria.invoiceGroupTypes { sorted("invoiceGroupTypes", types.map(\.rawValue)) }
    if let values = criteria.matchingValues { sorted("matchingValues", Array(values)) }
    if let types = criteria.chargeTypes { sorted("chargeTypes", types.map(\.rawValue)) }
    if let ids = criteria.accountIds { sorted("accountIds", ids.map(\.text)) }
    if !criteria.excludedAccountIds.isEmpty {
      sorted("excludeAccountIds", criteria.excludedAccountIds.map(\.text))
    }
    endObject()
  }

  package mutating func runContinuation(_ continuation: RunContinuation) {
    beginObject()
    key(plain: "post")
    bool(continuation.posts)
    key(plain: "email")
    bool(continuation.emails)
    member("tasks", continuation.tasks.map(\.rawValue))
    endObject()
  }

  private mutating func runTasks(_ terms: RunTaskTerms) {
    beginObject()
    member("tasks", terms.kinds.map(\.rawValue))
    flag("again", terms.again)
    endObject()
  }

  private mutating func runEmail(_ terms: RunEmailTerms) {
    beginObject()
    member("emailTemplateId", terms.emailTemplateId?.text)
    key(plain: "attachments")
    if let attachments = terms.attachments {
      beginArray()
      for attachment in attachments { string(attachment.rawValue) }
      endArray()
    } else {
      null()
    }
    flag("resend", terms.resend)
    flag("ignoreOptOut", terms.ignoresOptOut)
    endObject()
  }

  private mutating func runCounters(_ counters: RunCounters) {
    beginObject()
    count("accountsSelected", counters.accountsSelected)
    count("schedulesSelected", counters.schedulesSelected)
    count("schedulesBilled", counters.schedulesBilled)
    count("schedulesFailed", counters.schedulesFailed)
    key(plain: "skipped")
    beginObject()
    for reason in RunCounters.SkipReason.allCases {
      guard let passedOver = counters.skipped[reason] else { continue }
      key(reason.rawValue)
      integer(passedOver)
    }
    endObject()
    count("invoicesMade", counters.invoicesMade)
    count("invoicesPosted", counters.invoicesPosted)
    count("invoicesFailed", counters.invoicesFailed)
    count("invoicesCanceled", counters.invoicesCanceled)
    count("lines", counters.lines)
    count("taxesEstimated", counters.taxesEstimated)
    count("tasksRequested", counters.tasksRequested)
    count("emailsQueued", counters.emailsQueued)
    count("emailsPostponed", counters.emailsPostponed)
    count("recovered", counters.recovered)
    count("unrecovered", counters.unrecovered)
    key(plain: "chunks")
    beginObject()
    count("made", counters.chunksMade)
    count("done", counters.chunksDone)
    endObject()
    endObject()
  }

  private mutating func runTotals(_ totals: [RunTotals]) {
    key(plain: "totals")
    beginArray()
    for total in totals {
      beginObject()
      member("currency", total.currency.code)
      count("invoices", total.invoices)
      member("totalAmount", total.totalAmount)
      member("totalTaxAmount", total.totalTaxAmount)
      member("totalAmountWithTax", total.totalAmountWithTax)
      endObject()
    }
    endArray()
  }

  /// One error of a run, as the completed event and `runs errors --json` carry it. The event lists so many schedules at most.
  package mutating func runError(_ error: RunError, listing most: Int = .max) {
    beginObject()
    member("accountId", error.accountId?.text)
    member("invoiceId", error.invoiceId?.text)
    member("groupingKey", error.groupingKey)
    member("billingScheduleIds", error.billingScheduleIds.lazy.prefix(most).map(\.text))
    member("errorCode", error.code.rawValue)
    member("errorMessage", error.message)
    endObject()
  }

  /// An occurrence of a scheduler that no run came of: `{schedulerId, scheduledFor, localDate, reason}`.
  mutating func skippedOccurrence(
    _ occurrence: SchedulerOccurrence, _ reason: SchedulerOccurrence.SkipReason
  ) {
    beginObject()
    member("schedulerId", occurrence.schedulerId.text)
    member("scheduledFor", occurrence.scheduledFor)
    member("localDate", occurrence.localDate)
    member("reason", reason.rawValue)
    endObject()
  }

  private mutating func count(_ name: StaticString, _ count: Int) {
    key(plain: name)
    integer(count)
  }

  private mutating func flag(_ name: StaticString, _ flag: Bool?) {
    key(plain: name)
    if let flag { bool(flag) } else { null() }
  }

  private mutating func sorted(_ name: StaticString, _ texts: [String]) {
    member(name, texts.sorted())
  }
}
