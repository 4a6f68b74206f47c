import Billing
import CivilTime
import JSON
import Monetary

extension JSONWriter {
  /// The `data` of `invoice-request.completed.v1`, in the order of `contract.md`.
  mutating func completion(_ completion: Completion) {
    let header = completion.header
    let decision = completion.decision
    beginObject()
    member("requestIdentifier", header.key.identifier)
    member("requestType", header.type)
    member("source", header.key.source)
    member("correlationId", header.correlationId)
    requestedBy(header.requestedBy)
    member("outcome", decision.outcome.rawValue)
    key(plain: "isSuccess")
    bool(decision.outcome == .succeeded)
    key(plain: "invoices")
    beginArray()
    for result in decision.invoices { invoiceResult(result) }
    endArray()
    skipped(decision.skipped)
    faults("errors", decision.errors)
    faults("warnings", decision.warnings)
    member("errorLogNumbers", completion.errorLogNumbers)
    key(plain: "attempts")
    integer(completion.attempts)
    member("receivedAt", completion.receivedAt.description)
    member("completedAt", completion.completedAt.description)
    if let earlier = completion.replayOf { member("replayOf", earlier) }
    if let first = completion.conflictsWith { member("conflictsWith", first) }
    endObject()
  }

  private mutating func requestedBy(_ person: RequestedBy?) {
    key(plain: "requestedBy")
    guard let person else {
      null()
      return
    }
    beginObject()
    member("userId", person.userId)
    member("name", person.name)
    member("email", person.email)
    endObject()
  }

  private mutating func skipped(_ schedules: [SkippedSchedule]) {
    key(plain: "skipped")
    beginArray()
    for schedule in schedules.prefix(Completion.listedSkipped) {
      beginObject()
      member("billingScheduleId", schedule.billingScheduleId.text)
      member("reason", schedule.reason.rawValue)
      endObject()
    }
    endArray()
    key(plain: "skippedCount")
    integer(schedules.count)
  }

  private mutating func invoiceResult(_ result: InvoiceResult) {
    switch result {
    case .made(let invoice):
      self.invoiceResult(InvoiceSummary(of: invoice))
    case .existing(let summary):
      self.invoiceResult(summary)
    case .failed(let accountId, let billingScheduleIds, let faults):
      beginObject()
      member("invoiceId", nil)
      member("invoiceNumber", nil)
      member("status", nil)
      key(plain: "isSuccess")
      bool(false)
      member("accountId", accountId.text)
      member("orderIds", [])
      member("billingScheduleIds", billingScheduleIds.lazy.map(\.text))
      member("currency", nil)
      member("totalAmount", nil)
      member("totalTaxAmount", nil)
      member("totalAmountWithTax", nil)
      member("dueDate", nil)
      self.faults("errors", faults)
      endObject()
    }
  }

  private mutating func invoiceResult(_ invoice: InvoiceSummary) {
    beginObject()
    member("invoiceId", invoice.id.text)
    member("invoiceNumber", invoice.number)
    member("status", invoice.status.rawValue)
    key(plain: "isSuccess")
    bool(true)
    member("accountId", invoice.accountId.text)
    member("orderIds", invoice.orderIds.lazy.map(\.text))
    member("billingScheduleIds", invoice.billingScheduleIds.lazy.map(\.text))
    member("currency", invoice.currency.code)
    member("totalAmount", invoice.totalAmount.decimalText)
    member("totalTaxAmount", invoice.totalTaxAmount.decimalText)
    member("totalAmountWithTax", invoice.totalAmountWithTax.decimalText)
    member("dueDate", invoice.dueDate.description)
    faults("errors", [])
    endObject()
  }
}
