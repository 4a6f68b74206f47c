/// The loaded records by kind and identifier.
///
/// Records enter by ``insert(_:)`` only, which keeps the indexes that make a lookup cost what it finds and not what is
/// stored.
package struct RecordTables: Sendable {
  package internal(set) var accounts: [Account.ID: Account] = [:]
  package internal(set) var contacts: [Contact.ID: Contact] = [:]
  package internal(set) var legalEntities: [LegalEntity.ID: LegalEntity] = [:]
  package internal(set) var paymentTerms: [PaymentTerm.ID: PaymentTerm] = [:]
  package internal(set) var taxTreatments: [TaxTreatment.ID: TaxTreatment] = [:]
  /// Every rate of the countries that the batch may need.
  package internal(set) var taxRates: [TaxRate.ID: TaxRate] = [:]
  /// Every policy, active or not, where a request posts.
  package internal(set) var sequencePolicies: [SequencePolicy.ID: SequencePolicy] = [:]
  package internal(set) var orders: [Order.ID: Order] = [:]
  /// Those that a request or an invoice names, and the defaults of accounts that are charged.
  package internal(set) var paymentMethods: [SavedPaymentMethod.ID: SavedPaymentMethod] = [:]
  package internal(set) var contracts: [BillingContract.ID: BillingContract] = [:]
  package internal(set) var groups: [BillingScheduleGroup.ID: BillingScheduleGroup] = [:]
  /// Every schedule that a request names, and every one not completely billed of the accounts and
  /// orders named.
  package internal(set) var schedules: [BillingSchedule.ID: BillingSchedule] = [:]
  /// The unbilled usage of the schedules to be billed, and every record that a request names.
  package internal(set) var usageRecords: [UsageRecord.ID: UsageRecord] = [:]
  package internal(set) var suspensions: [BillingSuspension.ID: BillingSuspension] = [:]
  package internal(set) var debitMemos: [DebitMemo.ID: DebitMemo] = [:]
  package internal(set) var schedulers: [InvoiceScheduler.ID: InvoiceScheduler] = [:]
  package internal(set) var emailTemplates: [EmailTemplate.ID: EmailTemplate] = [:]
  package internal(set) var holidayCalendars: [HolidayCalendar.ID: HolidayCalendar] = [:]

  /// Accounts that have a schedule, loaded for those whose currency an upsert may change.
  var accountsWithSchedules: Set<Account.ID> = []
  var defaultPaymentTerms: Set<PaymentTerm.ID> = []
  var defaultLegalEntities: Set<LegalEntity.ID> = []
  var defaultTaxTreatments: Set<TaxTreatment.ID> = []
  var defaultEmailTemplates: Set<EmailTemplate.ID> = []
  /// Whether any payment method is stored; known where a request names one.
  package internal(set) var holdsPaymentMethods = false
  private(set) var defaultMethodsOfAccount: [Account.ID: Set<SavedPaymentMethod.ID>] = [:]
  private(set) var schedulesOfGroup: [BillingScheduleGroup.ID: Set<BillingSchedule.ID>] = [:]
  /// The loaded groups that name an order.
  private(set) var groupsOfOrder: [Order.ID: Set<BillingScheduleGroup.ID>] = [:]
  private(set) var schedulesOfAccount: [Account.ID: Set<BillingSchedule.ID>] = [:]
  private(set) var schedulesOfOrder: [Order.ID: Set<BillingSchedule.ID>] = [:]
  private(set) var suspensionsOfTarget: [BillingSuspension.Target: Set<BillingSuspension.ID>] = [:]
  private(set) var unbilledUsageOfSchedule: [BillingSchedule.ID: Set<UsageRecord.ID>] = [:]
  private(set) var ratesOfCode: [TaxCodeInCountry: Set<TaxRate.ID>] = [:]
  private(set) var activePolicies: [Numbered: Set<SequencePolicy.ID>] = [:]
  /// The policies of a kind of document, active or not.
  private(set) var policiesOfTarget: [SequencePolicy.Target: Set<SequencePolicy.ID>] = [:]
  /// Whether any schedule charges parts of periods in full.
  private(set) var hasFullCharges = false
  /// Whether any schedule is, or was, billed by usage.
  private(set) var hasMetered = false
  /// Whether any group is, or was, a part of another.
  private(set) var hasBundles = false

  /// Documents that share their policies.
  struct Numbered: Hashable {
    let target: SequencePolicy.Target
    /// nil: of all legal entities.
    let legalEntityId: LegalEntity.ID?
  }

  struct TaxCodeInCountry: Hashable {
    let country: String
    let taxCode: String
  }

  package init() {}

  /// Puts a record in, in the place of one of its kind and identifier.
  package mutating func insert(_ record: Record) { record.accept(&self) }

  /// Schedules of an account, as most have them.
  static let usualSchedules = 6

  mutating func reserve(accounts count: Int) {
    accounts.reserveCapacity(count)
    accountsWithSchedules.reserveCapacity(count)
    schedulesOfAccount.reserveCapacity(count)
    schedules.reserveCapacity(count * Self.usualSchedules)
  }

  /// Moves a schedule's progress, as far as it is loaded.
  ///
  /// - Returns: whether its status is another than before.
  mutating func move(_ id: BillingSchedule.ID, to progress: BillingProgress) -> Bool {
    guard let place = schedules.index(forKey: id) else { return true }
    let isOfNewStatus = schedules.values[place].progress?.status != progress.status
    schedules.values[place].progress = progress
    return isOfNewStatus
  }

  /// The record of a type and identifier; nil when it is not loaded.
  package func record(_ reference: RecordReference) -> Record? {
    reference.type.kind?.record(reference.id, in: self)
  }
}

extension RecordTables: RecordVisitor {
  package mutating func visit<Kind: RecordKind>(_ record: Kind) { record.insert(into: &self) }
}

// MARK: Kinds with indexes

extension RecordTables {
  mutating func insert(_ rate: TaxRate) {
    if let old = taxRates.updateValue(rate, forKey: rate.id) {
      ratesOfCode[TaxCodeInCountry(country: old.country, taxCode: old.taxCode)]?.remove(old.id)
    }
    ratesOfCode[TaxCodeInCountry(country: rate.country, taxCode: rate.taxCode), default: []]
      .insert(rate.id)
  }

  mutating func insert(_ policy: SequencePolicy) {
    if let old = sequencePolicies.updateValue(policy, forKey: policy.id) {
      activePolicies[Numbered(target: old.target, legalEntityId: old.legalEntityId)]?
        .remove(old.id)
      policiesOfTarget[old.target]?.remove(old.id)
    }
    policiesOfTarget[policy.target, default: []].insert(policy.id)
    guard policy.isActive else { return }
    activePolicies[
      Numbered(target: policy.target, legalEntityId: policy.legalEntityId), default: []
    ].insert(policy.id)
  }

  mutating func insert(_ method: SavedPaymentMethod) {
    holdsPaymentMethods = true
    if let old = paymentMethods.updateValue(method, forKey: method.id) {
      defaultMethodsOfAccount[old.accountId]?.remove(old.id)
    }
    if method.isAccountDefault {
      defaultMethodsOfAccount[method.accountId, default: []].insert(method.id)
    }
  }

  mutating func insert(_ group: BillingScheduleGroup) {
    if let orderId = groups.updateValue(group, forKey: group.id)?.orderId {
      groupsOfOrder[orderId]?.remove(group.id)
    }
    if let orderId = group.orderId { groupsOfOrder[orderId, default: []].insert(group.id) }
    hasBundles = hasBundles || group.parentGroupId != nil
  }

  mutating func insert(_ schedule: BillingSchedule) {
    hasMetered = hasMetered || schedule.billingMethod == .usage
    if let old = schedules.updateValue(schedule, forKey: schedule.id) {
      // Most replacements only move the progress: the indexes then stay as they are.
      guard
        old.accountId != schedule.accountId || old.orderId != schedule.orderId
          || old.billingScheduleGroupId != schedule.billingScheduleGroupId
      else { return }
      schedulesOfAccount[old.accountId]?.remove(old.id)
      if let orderId = old.orderId { schedulesOfOrder[orderId]?.remove(old.id) }
      if let group = old.billingScheduleGroupId { schedulesOfGroup[group]?.remove(old.id) }
    }
    if let group = schedule.billingScheduleGroupId {
      schedulesOfGroup[group, default: []].insert(schedule.id)
    }
    hasFullCharges = hasFullCharges || !schedule.arePartialPeriodsAllowed
    schedulesOfAccount[
      schedule.accountId, default: Set(minimumCapacity: Self.usualSchedules)
    ].insert(schedule.id)
    accountsWithSchedules.insert(schedule.accountId)
    if let orderId = schedule.orderId {
      schedulesOfOrder[orderId, default: []].insert(schedule.id)
    }
  }

  mutating func insert(_ usage: UsageRecord) {
    if let old = usageRecords.updateValue(usage, forKey: usage.id) {
      unbilledUsageOfSchedule[old.billingScheduleId]?.remove(old.id)
    }
    if usage.invoiceId == nil {
      unbilledUsageOfSchedule[usage.billingScheduleId, default: []].insert(usage.id)
    }
  }

  mutating func insert(_ suspension: BillingSuspension) {
    if let old = suspensions.updateValue(suspension, forKey: suspension.id) {
      suspensionsOfTarget[old.target]?.remove(old.id)
    }
    suspensionsOfTarget[suspension.target, default: []].insert(suspension.id)
  }
}

extension Set {
  mutating func set(_ member: Element, _ isMember: Bool) {
    if isMember { insert(member) } else { remove(member) }
  }
}
