/// What holds for a schedule by its group, and by the groups above it.
extension WorkingSet {
  /// The order of a schedule: its group's, where that names one, else its own (<doc:Schedules>).
  func order(of schedule: BillingSchedule) -> Order.ID? {
    schedule.billingScheduleGroupId.flatMap { groups[$0] }?.orderId ?? schedule.orderId
  }

  /// The contract of a schedule: its group's, where that names one, else its own.
  func contract(of schedule: BillingSchedule) -> BillingContract.ID? {
    schedule.billingScheduleGroupId.flatMap { groups[$0] }?.billingContractId
      ?? schedule.billingContractId
  }

  /// Whether a group is a part of more groups than any may be: what is above the last level is not loaded, and nothing
  /// of it may be taken as absent. An upsert refuses such a group by itself; moving one with parts makes it.
  func isBeyondBundleLevels(_ group: BillingScheduleGroup.ID) -> Bool {
    guard hasBundles else { return false }
    var next = groups[group]?.parentGroupId
    var level = 0
    while let id = next {
      level += 1
      guard level <= BillingScheduleGroup.deepestLevel, let above = groups[id] else { return true }
      next = above.parentGroupId
    }
    return false
  }

  /// The loaded schedules of an order, by their own field or their group's.
  func schedules(of order: Order.ID) -> Set<BillingSchedule.ID> {
    var ids = schedulesOfOrder[order] ?? []
    for group in groupsOfOrder[order] ?? [] { ids.formUnion(schedulesOfGroup[group] ?? []) }
    return ids.filter { id in schedules[id].map { self.order(of: $0) == order } ?? false }
  }
}
