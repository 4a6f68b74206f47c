package import CivilTime
package import Monetary

/// The facts that a batch of requests is planned on, and what the requests planned so far have
/// changed in them.
///
/// A batch loads it once with a few set-based statements, folds `plan` over its requests, applying
/// each decision before the next is planned, and writes what changed. Two requests for one account
/// in a batch so behave as if one had come after the other.
///
/// Records enter by ``insert(_:)`` or ``apply(_:)`` only, which keep the indexes that make a lookup
/// cost what it finds and not what is stored.
package struct WorkingSet: Sendable {
  package private(set) var accounts: [Account.ID: Account] = [:]
  package private(set) var contacts: [Contact.ID: Contact] = [:]
  package private(set) var legalEntities: [LegalEntity.ID: LegalEntity] = [:]
  package private(set) var paymentTerms: [PaymentTerm.ID: PaymentTerm] = [:]
  package private(set) var taxTreatments: [TaxTreatment.ID: TaxTreatment] = [:]
  /// Every rate of the countries that the batch may need.
  package private(set) var taxRates: [TaxRate.ID: TaxRate] = [:]
  /// Every policy, active or not, where a request posts.
  package private(set) var sequencePolicies: [SequencePolicy.ID: SequencePolicy] = [:]
  package private(set) var orders: [Order.ID: Order] = [:]
  package private(set) var contracts: [BillingContract.ID: BillingContract] = [:]
  package private(set) var groups: [BillingScheduleGroup.ID: BillingScheduleGroup] = [:]
  /// Every schedule that a request names, and every one not completely billed of the accounts and
  /// orders named.
  package private(set) var schedules: [BillingSchedule.ID: BillingSchedule] = [:]
  /// The unbilled usage of the schedules to be billed, and every record that a request names.
  package private(set) var usageRecords: [UsageRecord.ID: UsageRecord] = [:]
  package private(set) var suspensions: [BillingSuspension.ID: BillingSuspension] = [:]
  package private(set) var debitMemos: [DebitMemo.ID: DebitMemo] = [:]
  /// Accounts that have a schedule, loaded for those whose currency an upsert may change.
  package var accountsWithSchedules: Set<Account.ID> = []
  /// The latest generated invoice of the schedules that a recovery names.
  package var latestInvoices: [BillingSchedule.ID: InvoiceSummary] = [:]
  /// The periods on live invoices of the schedules whose cycles a request names; a schedule that is not a key was not
  /// asked for.
  package var invoicedPeriods: [BillingSchedule.ID: [InvoicedPeriod]] = [:]
  /// The draft that holds the latest period billed of a schedule; none where that is on a posted invoice.
  package var latestDrafts: [BillingSchedule.ID: Invoice.ID] = [:]
  /// The unresolved error log of each schedule in Error, the one seen last.
  package var openErrors: [BillingSchedule.ID: OpenError] = [:]
  /// What was billed of usage schedules that have late usage, or whose cycles are invoiced again.
  package var billedUsage: [BillingSchedule.ID: BilledUsage] = [:]
  /// Of schedules that charge parts in full: what live lines charge of the full period in which billing stands.
  package var chargedOfPeriod: [BillingSchedule.ID: Money] = [:]
  /// The stored invoices that a request changes, whole.
  package private(set) var invoices: [Invoice.ID: Invoice] = [:]
  package var identifiers = IdentifiersInUse()
  /// What has been changed since loading, by type and identifier.
  package private(set) var changed: Set<RecordReference> = []
  /// Schedules whose progress has moved since loading, also those that are changed besides.
  package private(set) var movedSchedules: Set<BillingSchedule.ID> = []

  private(set) var schedulesOfGroup: [BillingScheduleGroup.ID: Set<BillingSchedule.ID>] = [:]
  /// The loaded groups that name an order.
  private(set) var groupsOfOrder: [Order.ID: Set<BillingScheduleGroup.ID>] = [:]
  private var schedulesOfAccount: [Account.ID: Set<BillingSchedule.ID>] = [:]
  private(set) var schedulesOfOrder: [Order.ID: Set<BillingSchedule.ID>] = [:]
  private var suspensionsOfTarget: [BillingSuspension.Target: Set<BillingSuspension.ID>] = [:]
  private var unbilledUsageOfSchedule: [BillingSchedule.ID: Set<UsageRecord.ID>] = [:]
  private var ratesOfCode: [TaxCodeInCountry: Set<TaxRate.ID>] = [:]
  /// Under nil those for all legal entities.
  private var activePoliciesOfEntity: [LegalEntity.ID?: Set<SequencePolicy.ID>] = [:]
  /// Whether any schedule charges parts of periods in full.
  private var hasFullCharges = false
  /// Whether any group is, or was, a part of another.
  private(set) var hasBundles = false
  private(set) var defaultPaymentTerms: Set<PaymentTerm.ID> = []
  private(set) var defaultLegalEntities: Set<LegalEntity.ID> = []
  private(set) var defaultTaxTreatments: Set<TaxTreatment.ID> = []

  private struct TaxCodeInCountry: Hashable {
    let country: String
    let taxCode: String
  }

  package init() {}

  /// Adds a stored record; one of the same identifier is replaced. Nothing counts as changed.
  package mutating func insert(_ record: Record) {
    switch record {
    case .account(let account): accounts[account.id] = account
    case .contact(let contact): contacts[contact.id] = contact
    case .legalEntity(let entity):
      legalEntities[entity.id] = entity
      defaultLegalEntities.set(entity.id, entity.isDefault)
    case .paymentTerm(let term):
      paymentTerms[term.id] = term
      defaultPaymentTerms.set(term.id, term.isDefault)
    case .taxTreatment(let treatment):
      taxTreatments[treatment.id] = treatment
      defaultTaxTreatments.set(treatment.id, treatment.isDefault)
    case .taxRate(let rate): insert(rate)
    case .sequencePolicy(let policy): insert(policy)
    case .order(let order): orders[order.id] = order
    case .billingContract(let contract): contracts[contract.id] = contract
    case .billingScheduleGroup(let group): insert(group)
    case .billingSchedule(let schedule): insert(schedule)
    case .usageRecord(let usage): insert(usage)
    case .billingSuspension(let suspension): insert(suspension)
    case .debitMemo(let memo): debitMemos[memo.id] = memo
    }
  }

  /// Applies a decision's effects, so that the next request is planned on them.
  package mutating func apply(_ effects: Effects) {
    for record in effects.records {
      if case .usageRecord(let usage) = record, usage.invoiceId != nil { noteBilled(usage) }
      insert(record)
      changed.insert(record.reference)
    }
    if hasFullCharges { noteChargedOfPeriods(effects) }
    for moved in effects.progress {
      schedules[moved.billingScheduleId]?.progress = moved.progress
      movedSchedules.insert(moved.billingScheduleId)
    }
    for invoice in effects.invoices.made {
      identifiers.insert(invoice)
      let summary = invoice.summary
      for id in summary.billingScheduleIds {
        latestInvoices[id] = summary
        latestDrafts[id] = summary.status == .draft ? summary.id : nil
      }
      noteBilledPeriods(invoice)
    }
    for invoice in effects.invoices.changed { invoices[invoice.id] = invoice }
  }

  /// Adds a stored invoice, whole, or replaces it by its newer state.
  package mutating func insert(_ invoice: Invoice) { invoices[invoice.id] = invoice }

  private mutating func insert(_ rate: TaxRate) {
    if let old = taxRates.updateValue(rate, forKey: rate.id) {
      ratesOfCode[TaxCodeInCountry(country: old.country, taxCode: old.taxCode)]?.remove(old.id)
    }
    ratesOfCode[TaxCodeInCountry(country: rate.country, taxCode: rate.taxCode), default: []]
      .insert(rate.id)
  }

  private mutating func insert(_ policy: SequencePolicy) {
    if let old = sequencePolicies.updateValue(policy, forKey: policy.id) {
      activePoliciesOfEntity[old.legalEntityId]?.remove(old.id)
    }
    guard policy.isActive else { return }
    activePoliciesOfEntity[policy.legalEntityId, default: []].insert(policy.id)
  }

  private mutating func insert(_ group: BillingScheduleGroup) {
    if let orderId = groups.updateValue(group, forKey: group.id)?.orderId {
      groupsOfOrder[orderId]?.remove(group.id)
    }
    if let orderId = group.orderId { groupsOfOrder[orderId, default: []].insert(group.id) }
    hasBundles = hasBundles || group.parentGroupId != nil
  }

  private mutating func insert(_ schedule: BillingSchedule) {
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
    schedulesOfAccount[schedule.accountId, default: []].insert(schedule.id)
    accountsWithSchedules.insert(schedule.accountId)
    if let orderId = schedule.orderId {
      schedulesOfOrder[orderId, default: []].insert(schedule.id)
    }
  }

  private mutating func insert(_ usage: UsageRecord) {
    if let old = usageRecords.updateValue(usage, forKey: usage.id) {
      unbilledUsageOfSchedule[old.billingScheduleId]?.remove(old.id)
    }
    if usage.invoiceId == nil {
      unbilledUsageOfSchedule[usage.billingScheduleId, default: []].insert(usage.id)
    }
  }

  private mutating func insert(_ suspension: BillingSuspension) {
    if let old = suspensions.updateValue(suspension, forKey: suspension.id) {
      suspensionsOfTarget[old.target]?.remove(old.id)
    }
    suspensionsOfTarget[suspension.target, default: []].insert(suspension.id)
  }
}

extension WorkingSet {
  /// The loaded schedules of an account.
  func schedules(of account: Account.ID) -> Set<BillingSchedule.ID> {
    schedulesOfAccount[account] ?? []
  }

  /// The rates of a tax code in a country, in force or not, in no order.
  func taxRates(country: String, taxCode: String) -> [TaxRate] {
    ratesOfCode[TaxCodeInCountry(country: country, taxCode: taxCode), default: []]
      .compactMap { taxRates[$0] }
  }

  /// Whether usage of a schedule is on no invoice yet.
  func hasUnbilledUsage(of schedule: BillingSchedule.ID) -> Bool {
    unbilledUsageOfSchedule[schedule]?.isEmpty == false
  }

  /// The first day of usage of a schedule that is on no invoice yet; nil for none.
  package func firstDayOfUnbilledUsage(of schedule: BillingSchedule.ID) -> CivilDate? {
    unbilledUsageOfSchedule[schedule]?.lazy.compactMap { usageRecords[$0]?.usageDate }.min()
  }

  /// The usage of a schedule that is on no invoice yet, by day, then identifier.
  func unbilledUsage(of schedule: BillingSchedule.ID) -> [UsageRecord] {
    unbilledUsageOfSchedule[schedule, default: []].compactMap { usageRecords[$0] }
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
    suspensionsOfTarget[target, default: []].lazy.compactMap { suspensions[$0] }
  }

  /// The active policies for the invoices of a legal entity, or for all.
  func activePolicies(of legalEntityId: LegalEntity.ID?) -> Set<SequencePolicy.ID> {
    activePoliciesOfEntity[legalEntityId] ?? []
  }
}

extension Set {
  fileprivate mutating func set(_ member: Element, _ isMember: Bool) {
    if isMember { insert(member) } else { remove(member) }
  }
}
