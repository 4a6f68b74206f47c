import Billing
import CivilTime
import JSON
import Monetary

extension JSONWriter {
  /// The `data` of `invoice-request.completed.v1`, in the order of <doc:Events#Completion>.
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
    let today = completion.completedAt.date
    for result in decision.answer.invoices { invoiceResult(result, of: decision, on: today) }
    endArray()
    records(decision.effects.ledger)
    emails(decision.answer.emails)
    tasks(decision.answer.tasks)
    invoiceRun(of: decision.answer)
    recovered(decision.answer.schedules)
    if let previews = decision.answer.previews {
      key(plain: "previews")
      beginArray()
      for invoice in previews { preview(invoice, on: today) }
      endArray()
    }
    if let results = decision.answer.contractResults { contractResults(results) }
    skipped(decision.answer.skipped)
    faults("errors", decision.errors)
    faults("warnings", decision.warnings)
    member(
      "errorLogNumbers",
      completion.errorLogNumbers
        + decision.openErrorLogs.filter { !completion.errorLogNumbers.contains($0) })
    key(plain: "attempts")
    integer(completion.attempts)
    member("receivedAt", completion.receivedAt)
    member("completedAt", completion.completedAt)
    if let earlier = completion.replayOf { member("replayOf", earlier) }
    if let first = completion.conflictsWith { member("conflictsWith", first) }
    endObject()
  }

  /// One result for each contract that the request names, in its order.
  private mutating func contractResults(_ results: [ContractResult]) {
    key(plain: "billingContracts")
    beginArray()
    for result in results {
      beginObject()
      member("billingContractId", result.billingContractId.text)
      key(plain: "billingCycle")
      if let cycle = result.billingCycle {
        beginObject()
        member("startDate", cycle.from)
        member("endDate", cycle.lastDay)
        endObject()
      } else {
        null()
      }
      key(plain: "isSuccess")
      bool(result.faults.isEmpty)
      member("invoiceIds", result.invoiceIds.lazy.map(\.text))
      member("tasks", result.tasks.lazy.map(\.rawValue))
      faults("errors", result.faults)
      endObject()
    }
    endArray()
  }

  mutating func requestedBy(_ person: RequestedBy?) {
    key(plain: "requestedBy")
    guard let person else {
      null()
      return
    }
    beginObject()
    member("userId", person.userId)
    member("name", person.name)
    member("email", person.email)
    if person.notifies {
      key(plain: "notify")
      bool(true)
    }
    endObject()
  }

  private mutating func skipped(_ schedules: [SkippedSchedule]) {
    key(plain: "skipped")
    beginArray()
    for schedule in schedules.prefix(Completion.listedSkipped) {
      beginObject()
      member("billingScheduleId", schedule.billingScheduleId.text)
      member("reason", schedule.reason.rawValue)
      member("nextBillingDate", schedule.nextBillingDate)
      if let draft = schedule.draftInvoiceId { member("draftInvoiceId", draft.text) }
      endObject()
    }
    endArray()
    key(plain: "skippedCount")
    integer(schedules.count)
  }

  private mutating func invoiceResult(
    _ result: InvoiceResult, of decision: Decision, on today: CivilDate
  ) {
    switch result {
    case .made(let index):
      self.invoiceResult(decision.effects.invoices.made[index].summary, on: today)
    case .existing(let summary):
      self.invoiceResult(summary, on: today)
    case .failed(let accountId, let billingScheduleIds, let faults):
      missingInvoice(nil, accountId, billingScheduleIds, faults)
    case .refused(_, let summary?, let faults):
      self.invoiceResult(summary, on: today, faults)
    case .refused(let id, nil, let faults):
      missingInvoice(id, nil, [], faults)
    }
  }

  /// The result where there is no invoice.
  private mutating func missingInvoice(
    _ id: Invoice.ID?, _ accountId: Account.ID?, _ billingScheduleIds: [BillingSchedule.ID],
    _ faults: [Fault]
  ) {
    beginObject()
    member("invoiceId", id?.text)
    member("invoiceNumber", nil)
    member("status", nil)
    key(plain: "isSuccess")
    bool(false)
    member("accountId", accountId?.text)
    member("orderIds", [])
    member("billingScheduleIds", billingScheduleIds.lazy.map(\.text))
    member("currency", nil)
    member("totalAmount", nil)
    member("totalTaxAmount", nil)
    member("totalAmountWithTax", nil)
    member("dueDate", nil)
    member("balance", nil)
    member("shownStatus", nil)
    member("version", nil)
    self.faults("errors", faults)
    endObject()
  }

  private mutating func invoiceResult(
    _ invoice: InvoiceSummary, on today: CivilDate, _ faults: [Fault] = []
  ) {
    beginObject()
    member("invoiceId", invoice.id.text)
    member("invoiceNumber", invoice.number)
    member("status", invoice.status.rawValue)
    key(plain: "isSuccess")
    bool(faults.isEmpty)
    member("accountId", invoice.accountId.text)
    member("orderIds", invoice.orderIds.lazy.map(\.text))
    member("billingScheduleIds", invoice.billingScheduleIds.lazy.map(\.text))
    member("currency", invoice.currency.code)
    member("totalAmount", invoice.totalAmount)
    member("totalTaxAmount", invoice.totalTaxAmount)
    member("totalAmountWithTax", invoice.totalAmountWithTax)
    member("dueDate", invoice.dueDate)
    member("balance", invoice.balance)
    member("shownStatus", invoice.shownStatus(on: today).rawValue)
    key(plain: "version")
    integer(invoice.version)
    self.faults("errors", faults)
    endObject()
  }
}
