package import CivilTime

/// The records, under the names by which planning looks them up.
extension WorkingSet {
  package var accounts: [Account.ID: Account] { records.accounts }
  package var contacts: [Contact.ID: Contact] { records.contacts }
  package var legalEntities: [LegalEntity.ID: LegalEntity] { records.legalEntities }
  package var paymentTerms: [PaymentTerm.ID: PaymentTerm] { records.paymentTerms }
  package var taxTreatments: [TaxTreatment.ID: TaxTreatment] { records.taxTreatments }
  package var taxRates: [TaxRate.ID: TaxRate] { records.taxRates }
  package var sequencePolicies: [SequencePolicy.ID: SequencePolicy] { records.sequencePolicies }
  package var orders: [Order.ID: Order] { records.orders }
  package var contracts: [BillingContract.ID: BillingContract] { records.contracts }
  package var groups: [BillingScheduleGroup.ID: BillingScheduleGroup] { records.groups }
  package var schedules: [BillingSchedule.ID: BillingSchedule] { records.schedules }
  package var usageRecords: [UsageRecord.ID: UsageRecord] { records.usageRecords }
  package var suspensions: [BillingSuspension.ID: BillingSuspension] { records.suspensions }
  package var emailTemplates: [EmailTemplate.ID: EmailTemplate] { records.emailTemplates }
  package var debitMemos: [DebitMemo.ID: DebitMemo] { records.debitMemos }

  /// Accounts that have a schedule, loaded for those whose currency an upsert may change.
  package var accountsWithSchedules: Set<Account.ID> { records.accountsWithSchedules }
  var defaultPaymentTerms: Set<PaymentTerm.ID> { records.defaultPaymentTerms }
  var defaultLegalEntities: Set<LegalEntity.ID> { records.defaultLegalEntities }
  var defaultTaxTreatments: Set<TaxTreatment.ID> { records.defaultTaxTreatments }
  var defaultEmailTemplates: Set<EmailTemplate.ID> { records.defaultEmailTemplates }
  var schedulesOfGroup: [BillingScheduleGroup.ID: Set<BillingSchedule.ID>] {
    records.schedulesOfGroup
  }
  var groupsOfOrder: [Order.ID: Set<BillingScheduleGroup.ID>] { records.groupsOfOrder }
  var schedulesOfOrder: [Order.ID: Set<BillingSchedule.ID>] { records.schedulesOfOrder }
  var hasBundles: Bool { records.hasBundles }

  /// The record of a type and identifier; nil when it is not stored.
  func record(_ reference: RecordReference) -> Record? { records.record(reference) }
}

extension WorkingSet {
  /// The loaded schedules of an account.
  func schedules(of account: Account.ID) -> Set<BillingSchedule.ID> {
    records.schedulesOfAccount[account] ?? []
  }

  /// The rates of a tax code in a country, in force or not, in no order.
  func taxRates(country: String, taxCode: String) -> [TaxRate] {
    records.ratesOfCode[
      RecordTables.TaxCodeInCountry(country: country, taxCode: taxCode), default: []
    ]
    .compactMap { taxRates[$0] }
  }

  /// Whether usage of a schedule is on no invoice yet.
  func hasUnbilledUsage(of schedule: BillingSchedule.ID) -> Bool {
    records.unbilledUsageOfSchedule[schedule]?.isEmpty == false
  }

  /// The first day of usage of a schedule that is on no invoice yet; nil for none.
  package func firstDayOfUnbilledUsage(of schedule: BillingSchedule.ID) -> CivilDate? {
    records.unbilledUsageOfSchedule[schedule]?.lazy.compactMap { usageRecords[$0]?.usageDate }.min()
  }

  /// The usage of a schedule that is on no invoice yet, by day, then identifier.
  func unbilledUsage(of schedule: BillingSchedule.ID) -> [UsageRecord] {
    records.unbilledUsageOfSchedule[schedule, default: []].compactMap { usageRecords[$0] }
      .sorted { ($0.usageDate, $0.id) < ($1.usageDate, $1.id) }
  }

  /// The groups that a group is a part of, the nearest first; of more than ``BillingScheduleGroup/deepestLevel``, which
  /// an earlier version stored or groups moved with all their parts make, only the nearest.
  func bundles(above group: BillingScheduleGroup.ID) -> some Sequence<BillingScheduleGroup.ID> {
    sequence(first: group) { groups[$0]?.parentGroupId }
      .prefix(1 + BillingScheduleGroup.deepestLevel).dropFirst()
  }

  /// The suspensions of an account, a group or a schedule, on whatever date.
  func suspensions(on target: BillingSuspension.Target) -> some Sequence<BillingSuspension> {
    records.suspensionsOfTarget[target, default: []].lazy.compactMap { suspensions[$0] }
  }

  /// The active policies for documents of a legal entity, or for those of all.
  func activePolicies(
    of legalEntityId: LegalEntity.ID?, target: SequencePolicy.Target
  ) -> Set<SequencePolicy.ID> {
    records.activePolicies[
      RecordTables.Numbered(target: target, legalEntityId: legalEntityId)] ?? []
  }

  /// Whether any policy is defined for a kind of document.
  func hasPolicies(for target: SequencePolicy.Target) -> Bool {
    records.policiesOfTarget[target]?.isEmpty == false
  }
}
