import CivilTime

/// The records of an upsert laid over the stored ones, as everything will be once all are in.
struct IncomingRecords {
  let facts: WorkingSet
  /// The member of the request that lists them, for pointers.
  let list: String
  /// In the request's order; a record given twice keeps its first place and its last content.
  private var entries: [Entry] = []
  private var places: [RecordReference: Int] = [:]
  /// Of usage that is on no invoice.
  private var daysOfGivenUsage: [BillingSchedule.ID: [CivilDate]] = [:]
  /// Given, but with faults of their own: they exist, and nothing is known of them.
  private var unusable: Set<RecordReference> = []

  private struct Entry {
    var record: Record
    /// Its index in `/records`.
    var place: Int
  }

  init(facts: WorkingSet, list: String = "records") {
    self.facts = facts
    self.list = list
  }

  mutating func take(_ record: Record, at place: Int) {
    if case .usageRecord(let usage) = record, facts.usageRecords[usage.id]?.invoiceId == nil {
      daysOfGivenUsage[usage.billingScheduleId, default: []].append(usage.usageDate)
    }
    let entry = Entry(record: record, place: place)
    if let known = places.updateValue(entries.count, forKey: record.reference) {
      places[record.reference] = known
      entries[known] = entry
    } else {
      entries.append(entry)
    }
  }

  /// Notes a record of the request that cannot be used. What the store has under its name is what the
  /// sender meant to replace, so nothing is checked against that either.
  mutating func noteUnusable(_ reference: RecordReference) {
    unusable.insert(reference)
  }

  /// Whether there will be such a record once all are in, usable or not.
  func holds(_ reference: RecordReference) -> Bool {
    unusable.contains(reference) || self[reference] != nil
  }

  /// The record as it will be stored: an incoming one before the stored one; nil when there is none to
  /// check against.
  subscript(reference: RecordReference) -> Record? {
    guard !unusable.contains(reference) else { return nil }
    return places[reference].map { entries[$0].record } ?? facts.record(reference)
  }

  func account(_ id: Account.ID) -> Account? {
    guard case .account(let account) = self[RecordReference(.account, id)] else { return nil }
    return account
  }

  func group(_ id: BillingScheduleGroup.ID) -> BillingScheduleGroup? {
    guard
      case .billingScheduleGroup(let group) = self[RecordReference(.billingScheduleGroup, id)]
    else { return nil }
    return group
  }

  /// Whether any payment method will be stored.
  var holdsPaymentMethods: Bool {
    facts.records.holdsPaymentMethods || places.keys.contains { $0.type == .savedPaymentMethod }
      || unusable.contains { $0.type == .savedPaymentMethod }
  }

  /// The payment methods that are given, with their places in the request.
  var paymentMethods: [(method: SavedPaymentMethod, place: Int)] {
    entries.compactMap { entry in
      if case .savedPaymentMethod(let method) = entry.record { (method, entry.place) } else { nil }
    }
  }

  /// The records as they shall be stored, and every fault found, in the request's order.
  func checked(in scheduling: SchedulingContext) -> CheckedRecords {
    var checked = CheckedRecords()
    checked.records.reserveCapacity(entries.count)
    let groups = entries.compactMap { entry in
      if case .billingScheduleGroup(let group) = entry.record { group.id } else { nil }
    }
    let levels = BundleLevels(of: groups, in: self)
    for entry in entries {
      var checks = RecordChecks(
        incoming: self, bundleLevels: levels, scheduling: scheduling,
        reference: entry.record.reference, place: entry.place)
      checked.records.append(checks.check(entry.record))
      checked.faults += checks.faults
      checked.add(checks.turn)
    }
    checked.faults += tooManySchedulers()
    checked.faults += ambiguousDefaults()
    checked.faults += ambiguousPaymentMethods()
    return checked
  }

  /// The first of the given schedulers that becomes Active beyond the limit (<doc:Schedulers#Limits>).
  private func tooManySchedulers() -> [Fault] {
    var active = facts.runs.activeSchedulers
    for (id, stored) in facts.records.schedulers { active.set(id, stored.status == .active) }
    for case .invoiceScheduler(let given) in entries.lazy.map(\.record)
    where given.status != .active {
      active.remove(given.id)
    }
    for entry in entries {
      guard case .invoiceScheduler(let given) = entry.record, given.status == .active,
        active.insert(given.id).inserted, active.count > InvoiceScheduler.mostActive
      else { continue }
      return [
        Fault(
          code: .limitExceeded,
          message: "There would be more than \(InvoiceScheduler.mostActive) schedulers with status "
            + "Active. Set to Inactive those that have nothing left to begin.",
          pointer: "/\(list)/\(entry.place)/status", source: given.reference)
      ]
    }
    return []
  }

  /// The days of a schedule's usage that is on no invoice, stored or given.
  func unbilledUsageDays(of schedule: BillingSchedule.ID) -> [CivilDate] {
    let stored = facts.unbilledUsage(of: schedule)
      .filter { places[RecordReference(.usageRecord, $0.id)] == nil }.map(\.usageDate)
    return stored + (daysOfGivenUsage[schedule] ?? [])
  }

  /// Stored schedules that were completely billed and are ready for usage that is given: it came late.
  func reopenedSchedules() -> [ScheduleProgress] {
    daysOfGivenUsage.keys.sorted().compactMap { id in
      guard places[RecordReference(.billingSchedule, id)] == nil,
        let schedule = facts.schedules[id], let progress = schedule.progress,
        progress.status == .completelyBilled, let day = unbilledUsageDays(of: id).min()
      else { return nil }
      return ScheduleProgress(
        billingScheduleId: id, progress: schedule.reopened(progress, for: day))
    }
  }

  /// A second default record of a kind is refused where the request gives one
  /// (<doc:Records#Upsert>: `DEFAULT_AMBIGUOUS`).
  private func ambiguousDefaults() -> [Fault] {
    let stored =
      facts.defaultPaymentTerms.map { RecordReference(.paymentTerm, $0) }
      + facts.defaultLegalEntities.map { RecordReference(.legalEntity, $0) }
      + facts.defaultTaxTreatments.map { RecordReference(.taxTreatment, $0) }
      + facts.defaultEmailTemplates.map { RecordReference(.emailTemplate, $0) }
    var defaults: [RecordType: [(reference: RecordReference, place: Int?)]] = [:]
    for reference in stored where places[reference] == nil {
      defaults[reference.type, default: []].append((reference, nil))
    }
    for entry in entries where entry.record.isDefault {
      defaults[entry.record.reference.type, default: []]
        .append((entry.record.reference, entry.place))
    }
    var faults: [(place: Int, fault: Fault)] = []
    for (type, members) in defaults where members.count > 1 {
      let names = FewNames.of(members.map(\.reference.id))
      for member in members {
        guard let place = member.place else { continue }
        faults.append(
          (
            place,
            Fault(
              code: .defaultAmbiguous,
              message: "Only one \(type.rawValue) can be the default; these would be: \(names). "
                + "Send the others with isDefault false in the same request.",
              pointer: "/\(list)/\(place)/isDefault", source: member.reference)
          ))
      }
    }
    return faults.sorted { $0.place < $1.place }.map(\.fault)
  }
}
