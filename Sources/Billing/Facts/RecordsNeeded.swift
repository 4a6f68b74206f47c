/// The rows that upserts look at: the stored records of the identifiers given, and every record
/// that a given one refers to.
package struct RecordsNeeded: Hashable, Sendable {
  package var accounts: Set<Account.ID> = []
  package var contacts: Set<Contact.ID> = []
  package var legalEntities: Set<LegalEntity.ID> = []
  package var paymentTerms: Set<PaymentTerm.ID> = []
  package var taxTreatments: Set<TaxTreatment.ID> = []
  package var taxRates: Set<TaxRate.ID> = []
  package var sequencePolicies: Set<SequencePolicy.ID> = []
  package var orders: Set<Order.ID> = []
  package var contracts: Set<BillingContract.ID> = []
  package var groups: Set<BillingScheduleGroup.ID> = []
  package var schedules: Set<BillingSchedule.ID> = []
  package var usageRecords: Set<UsageRecord.ID> = []
  package var suspensions: Set<BillingSuspension.ID> = []
  package var debitMemos: Set<DebitMemo.ID> = []
  /// Of these accounts it must be known whether they have a schedule: their currency is then fixed
  /// (``WorkingSet/accountsWithSchedules``).
  package var accountsWhoseSchedulesMatter: Set<Account.ID> = []
  /// Whether the stored default payment terms are needed, to find a second default.
  package var needsDefaultPaymentTerms = false
  package var needsDefaultLegalEntities = false
  package var needsDefaultTaxTreatments = false

  /// The records that are to be written. Two requests that write the same one, or each the default of
  /// one kind, must come one after the other, also where there is no row yet that could be locked.
  package var written: Set<RecordReference> = []

  package init() {}

  package mutating func formUnion(_ other: RecordsNeeded) {
    accounts.formUnion(other.accounts)
    contacts.formUnion(other.contacts)
    legalEntities.formUnion(other.legalEntities)
    paymentTerms.formUnion(other.paymentTerms)
    taxTreatments.formUnion(other.taxTreatments)
    taxRates.formUnion(other.taxRates)
    sequencePolicies.formUnion(other.sequencePolicies)
    orders.formUnion(other.orders)
    contracts.formUnion(other.contracts)
    groups.formUnion(other.groups)
    schedules.formUnion(other.schedules)
    usageRecords.formUnion(other.usageRecords)
    suspensions.formUnion(other.suspensions)
    debitMemos.formUnion(other.debitMemos)
    written.formUnion(other.written)
    accountsWhoseSchedulesMatter.formUnion(other.accountsWhoseSchedulesMatter)
    needsDefaultPaymentTerms = needsDefaultPaymentTerms || other.needsDefaultPaymentTerms
    needsDefaultLegalEntities = needsDefaultLegalEntities || other.needsDefaultLegalEntities
    needsDefaultTaxTreatments = needsDefaultTaxTreatments || other.needsDefaultTaxTreatments
  }

  mutating func insert(_ record: Record) {
    written.insert(record.reference)
    switch record {
    case .account(let account):
      accounts.insert(account.id)
      accountsWhoseSchedulesMatter.insert(account.id)
    case .contact(let contact):
      contacts.insert(contact.id)
    case .legalEntity(let entity):
      legalEntities.insert(entity.id)
      needsDefaultLegalEntities = needsDefaultLegalEntities || entity.isDefault
    case .paymentTerm(let term):
      paymentTerms.insert(term.id)
      needsDefaultPaymentTerms = needsDefaultPaymentTerms || term.isDefault
    case .taxTreatment(let treatment):
      taxTreatments.insert(treatment.id)
      needsDefaultTaxTreatments = needsDefaultTaxTreatments || treatment.isDefault
    case .taxRate(let rate):
      taxRates.insert(rate.id)
    case .sequencePolicy(let policy):
      sequencePolicies.insert(policy.id)
    case .order(let order):
      orders.insert(order.id)
    case .billingContract(let contract):
      contracts.insert(contract.id)
    case .billingScheduleGroup(let group):
      groups.insert(group.id)
    case .billingSchedule(let schedule):
      schedules.insert(schedule.id)
    case .usageRecord(let usage):
      usageRecords.insert(usage.id)
    case .billingSuspension(let suspension):
      suspensions.insert(suspension.id)
    case .debitMemo(let memo):
      debitMemos.insert(memo.id)
    }
    for link in record.links { insert(link.target) }
  }

  private mutating func insert(_ target: RecordLink.Target) {
    switch target {
    case .account(let id): accounts.insert(id)
    case .contact(let id): contacts.insert(id)
    case .legalEntity(let id): legalEntities.insert(id)
    case .paymentTerm(let id): paymentTerms.insert(id)
    case .taxTreatment(let id): taxTreatments.insert(id)
    case .order(let id): orders.insert(id)
    case .billingContract(let id): contracts.insert(id)
    case .billingScheduleGroup(let id): groups.insert(id)
    case .billingSchedule(let id): schedules.insert(id)
    }
  }
}
