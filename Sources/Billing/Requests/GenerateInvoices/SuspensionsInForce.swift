import CivilTime

/// The suspensions that hold on one day. Looked for once on each account, group and schedule, however many schedules
/// are below it and however many suspensions were sent for it.
struct SuspensionsInForce {
  private let date: CivilDate
  private let facts: WorkingSet
  /// The first by identifier; the inner nil for none.
  private var found: [BillingSuspension.Target: BillingSuspension?] = [:]

  init(on date: CivilDate, facts: WorkingSet) {
    self.date = date
    self.facts = facts
  }

  /// The first by identifier that is on the schedule itself, its account, its group or a group above that; nil for none.
  mutating func first(of schedule: BillingSchedule) -> BillingSuspension? {
    guard !facts.suspensions.isEmpty else { return nil }
    var targets: [BillingSuspension.Target] = [
      .billingSchedule(schedule.id), .account(schedule.accountId),
    ]
    if let group = schedule.billingScheduleGroupId {
      targets.append(.billingScheduleGroup(group))
      targets += facts.bundles(above: group).map { .billingScheduleGroup($0) }
    }
    return targets.compactMap { first(on: $0) }.min { $0.id < $1.id }
  }

  private mutating func first(on target: BillingSuspension.Target) -> BillingSuspension? {
    if let known = found[target] { return known }
    let first = facts.suspensions(on: target)
      .filter { $0.suspendDate <= date && $0.resumeDate.map { date < $0 } ?? true }
      .min { $0.id < $1.id }
    found[target] = .some(first)
    return first
  }
}
