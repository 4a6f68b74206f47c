internal import Billing

/// The changed records of a working set, by type, each in order of identifier, so that two workers
/// write, and with that lock, common rows in one order.
struct ChangedRecords {
  private(set) var accounts: [Account] = []
  private(set) var contacts: [Contact] = []
  private(set) var legalEntities: [LegalEntity] = []
  private(set) var paymentTerms: [PaymentTerm] = []
  private(set) var taxTreatments: [TaxTreatment] = []
  private(set) var taxRates: [TaxRate] = []
  private(set) var sequencePolicies: [SequencePolicy] = []
  private(set) var orders: [Order] = []
  private(set) var contracts: [BillingContract] = []
  private(set) var groups: [BillingScheduleGroup] = []
  private(set) var schedules: [BillingSchedule] = []
  /// Schedules of which only the progress changed.
  private(set) var movedSchedules: [ScheduleProgress] = []
  private(set) var usageRecords: [UsageRecord] = []
  private(set) var suspensions: [BillingSuspension] = []
  private(set) var debitMemos: [DebitMemo] = []

  init(_ set: WorkingSet) {
    // The references, not the records: a schedule is some 600 bytes to move and 30 counts to keep.
    for reference in set.changed.sorted(by: { $0.id < $1.id }) {
      let id = reference.id
      switch reference.type {
      case .account: set.accounts[RecordID(id)].map { accounts.append($0) }
      case .contact: set.contacts[RecordID(id)].map { contacts.append($0) }
      case .legalEntity: set.legalEntities[RecordID(id)].map { legalEntities.append($0) }
      case .paymentTerm: set.paymentTerms[RecordID(id)].map { paymentTerms.append($0) }
      case .taxTreatment: set.taxTreatments[RecordID(id)].map { taxTreatments.append($0) }
      case .taxRate: set.taxRates[RecordID(id)].map { taxRates.append($0) }
      case .sequencePolicy:
        set.sequencePolicies[RecordID(id)].map { sequencePolicies.append($0) }
      case .order: set.orders[RecordID(id)].map { orders.append($0) }
      case .billingContract: set.contracts[RecordID(id)].map { contracts.append($0) }
      case .billingScheduleGroup: set.groups[RecordID(id)].map { groups.append($0) }
      case .billingSchedule: set.schedules[RecordID(id)].map { schedules.append($0) }
      case .usageRecord: set.usageRecords[RecordID(id)].map { usageRecords.append($0) }
      case .billingSuspension: set.suspensions[RecordID(id)].map { suspensions.append($0) }
      case .debitMemo: set.debitMemos[RecordID(id)].map { debitMemos.append($0) }
      // Written by themselves, never through the working set's changes.
      case .invoice, .request: break
      }
    }
    for id in set.movedSchedules.sorted()
    where !set.changed.contains(RecordReference(.billingSchedule, id)) {
      guard let progress = set.schedules[id]?.progress else { continue }
      movedSchedules.append(ScheduleProgress(billingScheduleId: id, progress: progress))
    }
  }
}
