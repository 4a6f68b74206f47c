extension Record {
  /// The record by type and identifier.
  package var reference: RecordReference {
    switch self {
    case .account(let record): RecordReference(.account, record.id)
    case .contact(let record): RecordReference(.contact, record.id)
    case .legalEntity(let record): RecordReference(.legalEntity, record.id)
    case .paymentTerm(let record): RecordReference(.paymentTerm, record.id)
    case .taxTreatment(let record): RecordReference(.taxTreatment, record.id)
    case .taxRate(let record): RecordReference(.taxRate, record.id)
    case .sequencePolicy(let record): RecordReference(.sequencePolicy, record.id)
    case .order(let record): RecordReference(.order, record.id)
    case .billingContract(let record): RecordReference(.billingContract, record.id)
    case .billingScheduleGroup(let record): RecordReference(.billingScheduleGroup, record.id)
    case .billingSchedule(let record): RecordReference(.billingSchedule, record.id)
    case .usageRecord(let record): RecordReference(.usageRecord, record.id)
    case .billingSuspension(let record): RecordReference(.billingSuspension, record.id)
    case .debitMemo(let record): RecordReference(.debitMemo, record.id)
    }
  }

  /// The sender's count of changes, by which a stale copy is told (<doc:Records#Upsert>).
  package var revision: Int64? {
    switch self {
    case .account(let record): record.revision
    case .contact(let record): record.revision
    case .legalEntity(let record): record.revision
    case .paymentTerm(let record): record.revision
    case .taxTreatment(let record): record.revision
    case .taxRate(let record): record.revision
    case .sequencePolicy(let record): record.revision
    case .order(let record): record.revision
    case .billingContract(let record): record.revision
    case .billingScheduleGroup(let record): record.revision
    case .billingSchedule(let record): record.revision
    case .usageRecord(let record): record.revision
    case .billingSuspension(let record): record.revision
    case .debitMemo(let record): record.revision
    }
  }
}
