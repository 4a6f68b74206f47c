import CivilTime

extension [InvoiceLine] {
  /// Has the lines of a bundle's parts name the bundle's line (`domain.md`, "Amendments, bundles, usage"): of the nearest
  /// group above that has lines on this invoice, the line whose days hold the part's first day, else the first.
  mutating func nameParents(facts: WorkingSet, schedules: [BillingSchedule]) {
    guard facts.hasBundles else { return }
    var groupOfSchedule: [BillingSchedule.ID: BillingScheduleGroup.ID] = [:]
    for schedule in schedules { groupOfSchedule[schedule.id] = schedule.billingScheduleGroupId }
    var linesOfGroup: [BillingScheduleGroup.ID: [Int]] = [:]
    for (place, line) in enumerated() {
      guard let group = line.billingScheduleId.flatMap({ groupOfSchedule[$0] }) else { continue }
      linesOfGroup[group, default: []].append(place)
    }
    for place in indices {
      guard let group = self[place].billingScheduleId.flatMap({ groupOfSchedule[$0] }) else {
        continue
      }
      var above = facts.groups[group]?.parentGroupId
      var steps = 0
      while let id = above, linesOfGroup[id] == nil, steps <= facts.groups.count {
        above = facts.groups[id]?.parentGroupId
        steps += 1
      }
      guard let id = above, let candidates = linesOfGroup[id] else { continue }
      let first = self[place].period?.from
      let parent = candidates.first { candidate in
        guard let first, let period = self[candidate].period else { return false }
        return period.contains(first)
      }
      if let parent = parent ?? candidates.first { self[place].parentLineId = self[parent].id }
    }
  }
}
