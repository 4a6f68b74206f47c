import Monetary

/// Checks one incoming record against everything else and completes what the worker keeps of it.
struct RecordChecks {
  let incoming: IncomingRecords
  let bundleLevels: BundleLevels
  let scheduling: SchedulingContext
  let reference: RecordReference
  /// Its index in `/records`.
  let place: Int
  private(set) var faults: [Fault] = []
  /// Of a scheduler: what is settled with it.
  var turn: SchedulerTurn?

  init(
    incoming: IncomingRecords, bundleLevels: BundleLevels, scheduling: SchedulingContext,
    reference: RecordReference, place: Int
  ) {
    self.incoming = incoming
    self.bundleLevels = bundleLevels
    self.scheduling = scheduling
    self.reference = reference
    self.place = place
  }

  /// The record as it shall be stored; with faults it is not. Kinds with rules between the record and what is stored of
  /// it or around it have them here.
  mutating func check(_ record: Record) -> Record {
    for link in record.links where !incoming.holds(link.target) {
      let target = link.target
      refuse(
        .recordReferenceNotFound, link.field,
        "\(target.type.rawValue) \(target.id) does not exist. Send it before or in the same "
          + "request, or correct the identifier.")
    }
    switch record {
    case .account(let account):
      check(account)
      if case .contact(let id) = account.billToContact { checkContact(id, isOf: account.id) }
    case .contact(let contact):
      if case .contact(let stored) = incoming.facts.record(reference) {
        checkUnmoved(from: stored.accountId, to: contact.accountId)
      }
    case .order(let order):
      if case .order(let stored) = incoming.facts.record(reference) {
        checkUnmoved(from: stored.accountId, to: order.accountId)
      }
    case .billingScheduleGroup(let group):
      if case .billingScheduleGroup(let stored) = incoming.facts.record(reference) {
        checkUnmoved(from: stored.accountId, to: group.accountId)
      }
      checkOrder(group.orderId, isOf: group.accountId)
      checkParent(of: group)
      checkContract(group.billingContractId, isOf: group.accountId)
      checkContact(group.attributes.billToContactId, isOf: group.accountId)
      checkPaymentMethod(
        group.attributes.savedPaymentMethodId,
        insteadOf: incoming.facts.groups[group.id]?.attributes.savedPaymentMethodId,
        isOf: group.accountId)
    case .billingContract(let contract):
      if case .billingContract(let stored) = incoming.facts.record(reference) {
        checkUnmoved(from: stored.accountId, to: contract.accountId)
      }
    case .savedPaymentMethod(let method):
      if case .savedPaymentMethod(let stored) = incoming.facts.record(reference) {
        checkUnmoved(from: stored.accountId, to: method.accountId)
      }
    case .billingSchedule(let schedule):
      return .billingSchedule(check(schedule))
    case .usageRecord(let usage):
      return .usageRecord(check(usage))
    case .debitMemo(let memo):
      return .debitMemo(check(memo))
    case .emailTemplate(let template):
      check(template)
    case .invoiceScheduler(let scheduler):
      return .invoiceScheduler(check(scheduler))
    default:
      // Of these kinds each record stands by itself, whatever is stored.
      break
    }
    return record
  }

  mutating func refuse(_ code: ErrorCode, _ field: String, _ message: String) {
    faults.append(
      Fault(
        code: code, message: message, pointer: "/\(incoming.list)/\(place)/\(field)",
        source: reference))
  }

  /// An account's currency is fixed once it has a schedule (<doc:Money>):
  /// what its schedules have billed is in that currency.
  private mutating func check(_ account: Account) {
    guard let stored = incoming.facts.accounts[account.id], stored.currency != account.currency,
      incoming.facts.accountsWithSchedules.contains(account.id)
    else { return }
    refuse(
      .currencyFixed, "currency",
      "Account \(account.id) has billing schedules in \(stored.currency), so its currency cannot "
        + "become \(account.currency). Use another account for the other currency.")
  }

  /// What cannot be filled in would reach a customer (<doc:Emails#Templates>).
  private mutating func check(_ template: EmailTemplate) {
    for (field, fault) in template.faults {
      refuse(
        .templateFieldUnknown, field, "At offset \(fault.offset) of \(field): \(fault.sentence)")
    }
  }

  /// Orders, groups, contracts and contacts stay with their account: schedules that name them are not loaded here, and
  /// would otherwise belong to one account and name an order of another.
  mutating func checkUnmoved(from stored: Account.ID, to given: Account.ID) {
    guard stored != given else { return }
    refuse(
      .recordAccountMismatch, "accountId",
      "\(reference.type.rawValue) \(reference.id) belongs to account \(stored) and cannot be moved "
        + "to account \(given). Use another identifier for the other account's record.")
  }

  mutating func checkContract(_ id: BillingContract.ID?, isOf accountId: Account.ID) {
    guard let id,
      case .billingContract(let contract) = incoming[RecordReference(.billingContract, id)],
      contract.accountId != accountId
    else { return }
    refuse(
      .recordAccountMismatch, "billingContractId",
      "Billing contract \(id) belongs to account \(contract.accountId), not to account "
        + "\(accountId).")
  }

  /// An invoice of one account never goes to a contact of another.
  mutating func checkContact(_ id: Contact.ID?, isOf accountId: Account.ID) {
    guard let id, case .contact(let contact) = incoming[RecordReference(.contact, id)],
      contact.accountId != accountId
    else { return }
    refuse(
      .recordAccountMismatch, "billToContactId",
      "Contact \(id) belongs to account \(contact.accountId), not to account \(accountId). Name a contact of "
        + "account \(accountId).")
  }

  /// A bundle's groups are of one account, no group is part of itself, and bundles are only so deep.
  private mutating func checkParent(of group: BillingScheduleGroup) {
    guard let id = group.parentGroupId else { return }
    guard !bundleLevels.isInCircle(group.id) else {
      refuse(
        .recordParentCycle, "parentGroupId",
        "Billing schedule group \(group.id) would be a part of itself. Correct parentGroupId.")
      return
    }
    guard let parent = incoming.group(id) else { return }
    guard parent.accountId == group.accountId else {
      refuse(
        .recordAccountMismatch, "parentGroupId",
        "Billing schedule group \(id) belongs to account \(parent.accountId), not to account "
          + "\(group.accountId).")
      return
    }
    // Of a chain the first that is too deep: those below it are so because it is.
    guard isTooDeep(group), !isTooDeep(parent) else { return }
    refuse(
      .limitExceeded, "parentGroupId",
      "Billing schedule group \(group.id) would be a part of \(bundleLevels[group.id]) groups, one within the "
        + "other; the limit is \(BillingScheduleGroup.deepestLevel). Correct parentGroupId.")
  }

  /// Whether the request puts the group deeper than groups may be; one that is so already stays where it is.
  private func isTooDeep(_ group: BillingScheduleGroup) -> Bool {
    bundleLevels[group.id] > BillingScheduleGroup.deepestLevel
      && incoming.facts.groups[group.id]?.parentGroupId != group.parentGroupId
  }

  mutating func checkOrder(_ id: Order.ID?, isOf accountId: Account.ID) {
    guard let id, case .order(let order) = incoming[RecordReference(.order, id)],
      order.accountId != accountId
    else { return }
    refuse(
      .recordAccountMismatch, "orderId",
      "Order \(id) belongs to account \(order.accountId), not to account \(accountId).")
  }

  mutating func checkGroup(_ id: BillingScheduleGroup.ID?, isOf accountId: Account.ID) {
    guard let id,
      case .billingScheduleGroup(let group) = incoming[RecordReference(.billingScheduleGroup, id)],
      group.accountId != accountId
    else { return }
    refuse(
      .recordAccountMismatch, "billingScheduleGroupId",
      "Billing schedule group \(id) belongs to account \(group.accountId), not to account "
        + "\(accountId).")
  }
}
