import Billing
import Storage

extension SettledRecords {
  /// What succeeded in a batch, and did not fail again after that in the same batch.
  init(after planned: [PlannedRequest]) {
    self.init()
    for request in planned { add(request.decision) }
  }

  /// Adds what a decision made, and removes what it failed on: the last decision counts.
  private mutating func add(_ decision: Decision) {
    for invoice in decision.effects.invoices.made {
      if invoice.status == .posted {
        posted.insert(invoice.accountId)
        if let id = invoice.legalEntityId { legalEntities.insert(id) }
      }
      guard invoice.creationMode == .generated else { continue }
      schedules.formUnion(invoice.billingScheduleIds)
      accounts.insert(invoice.accountId)
      orders.formUnion(invoice.orderIds)
    }
    for invoice in decision.effects.invoices.changed where invoice.invoice.status == .canceled {
      canceled.insert(invoice.invoice.id)
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
    case .invoice where entry.category == .invoiceCancel: canceled.remove(Invoice.ID(record.id))
    default: break
    }
  }
}
