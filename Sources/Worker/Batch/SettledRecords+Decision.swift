import Billing
import Storage

extension SettledRecords {
  /// What succeeded in a batch, and did not fail again after that in the same batch.
  init(after planned: [PlannedDecision]) {
    self.init()
    reserve(planned)
    for request in planned { add(request.decision) }
  }

  private mutating func reserve(_ planned: [PlannedDecision]) {
    schedules.reserveCapacity(planned.reduce(0) { $0 + $1.decision.effects.progress.count })
    posted.reserveCapacity(planned.count)
    accounts.reserveCapacity(planned.count)
  }

  /// Adds what a decision made, and removes what it failed on: the last decision counts.
  private mutating func add(_ decision: Decision) {
    let made = decision.effects.invoices.made
    // By their places: an invoice is large.
    for index in made.indices {
      if made[index].status == .posted {
        posted.insert(made[index].accountId)
        if let id = made[index].legalEntityId { legalEntities.insert(id) }
      }
      guard made[index].creationMode == .generated else { continue }
      schedules.formUnion(made[index].billingScheduleIds)
      accounts.insert(made[index].accountId)
      orders.formUnion(made[index].orderIds)
    }
    for change in decision.effects.invoices.changed { add(change) }
    for task in decision.effects.tasks.requested {
      let invoice = RecordReference(.invoice, task.invoiceId)
      changed[.invoiceTask, default: []].insert(invoice)
      changed[.invoiceRun, default: []].insert(invoice)
    }
    let ledger = decision.effects.ledger
    // The memo of a void has an identifier that nobody has named before.
    for memo in ledger.creditMemos + ledger.changedCreditMemos
    where !ledger.mirrors.contains(memo.id) {
      changed[.creditMemo, default: []].insert(RecordReference(.creditMemo, memo.id))
    }
    for payment in ledger.payments + ledger.changedPayments {
      changed[.payment, default: []].insert(RecordReference(.payment, payment.id))
    }
    for email in decision.effects.emails.queued {
      if let id = email.invoiceId {
        changed[.invoiceEmail, default: []].insert(RecordReference(.invoice, id))
        // A run's chunk may have failed on the same.
        changed[.invoiceRun, default: []].insert(RecordReference(.invoice, id))
      }
    }
    for email in decision.effects.emails.changed {
      changed[.invoiceEmail, default: []].insert(RecordReference(.email, email.id))
    }
    for result in decision.answer.contractResults ?? []
    where result.faults.isEmpty && !result.invoiceIds.isEmpty {
      contracts.insert(result.billingContractId)
    }
    for entry in decision.errorLogs { remove(entry.relatedRecord ?? entry.primaryRecord, entry) }
  }

  private mutating func remove(_ record: RecordReference, _ entry: ErrorLogEntry) {
    if entry.category == .invoicePosting, let id = entry.accountId { posted.remove(id) }
    switch record.type {
    case .billingSchedule: schedules.remove(BillingSchedule.ID(record.id))
    case .billingContract: contracts.remove(BillingContract.ID(record.id))
    case .account: accounts.remove(Account.ID(record.id))
    case .order: orders.remove(Order.ID(record.id))
    default: break
    }
    changed[entry.category]?.remove(record)
  }

  /// Adds what happened to a stored invoice, by the category of the logs that say why it did not.
  private mutating func add(_ change: InvoiceChange) {
    let invoice = RecordReference(.invoice, change.invoice.id)
    for act in change.acts {
      changed[act.category, default: []].insert(invoice)
      // A run's chunk may have failed on the same.
      changed[.invoiceRun, default: []].insert(invoice)
      guard case .posted = act else { continue }
      posted.insert(change.invoice.accountId)
      if let id = change.invoice.legalEntityId { legalEntities.insert(id) }
    }
  }
}

extension InvoiceChange.Act {
  /// Of the logs of a request that could not do it.
  fileprivate var category: ErrorLogCategory {
    switch self {
    case .taxCalculated: .taxCalculation
    case .posted: .invoicePosting
    case .canceled: .invoiceCancel
    case .voided: .invoiceVoid
    case .updated: .invoiceUpdate
    case .converted: .creditMemo
    case .writtenOff: .invoiceWriteOff
    case .paid(by: .creditMemo): .creditMemo
    case .paid(by: .payment), .balanceChanged: .payment
    }
  }
}
