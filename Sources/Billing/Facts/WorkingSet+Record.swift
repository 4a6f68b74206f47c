extension WorkingSet {
  /// The record of a type and identifier; nil when it is not stored.
  func record(_ reference: RecordReference) -> Record? {
    let id = reference.id
    return switch reference.type {
    case .account: accounts[Account.ID(id)].map(Record.account)
    case .contact: contacts[Contact.ID(id)].map(Record.contact)
    case .legalEntity: legalEntities[LegalEntity.ID(id)].map(Record.legalEntity)
    case .paymentTerm: paymentTerms[PaymentTerm.ID(id)].map(Record.paymentTerm)
    case .taxTreatment: taxTreatments[TaxTreatment.ID(id)].map(Record.taxTreatment)
    case .taxRate: taxRates[TaxRate.ID(id)].map(Record.taxRate)
    case .sequencePolicy: sequencePolicies[SequencePolicy.ID(id)].map(Record.sequencePolicy)
    case .order: orders[Order.ID(id)].map(Record.order)
    case .billingContract: contracts[BillingContract.ID(id)].map(Record.billingContract)
    case .billingScheduleGroup:
      groups[BillingScheduleGroup.ID(id)].map(Record.billingScheduleGroup)
    case .billingSchedule: schedules[BillingSchedule.ID(id)].map(Record.billingSchedule)
    case .usageRecord: usageRecords[UsageRecord.ID(id)].map(Record.usageRecord)
    case .billingSuspension: suspensions[BillingSuspension.ID(id)].map(Record.billingSuspension)
    case .debitMemo: debitMemos[DebitMemo.ID(id)].map(Record.debitMemo)
    case .invoice, .request: nil
    }
  }
}
