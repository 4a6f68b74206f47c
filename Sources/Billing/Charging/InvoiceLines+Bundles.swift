import CivilTime

extension [InvoiceLine] {
  /// Has the lines of a bundle's parts name the bundle's line (<doc:Generation#Amendments-and-bundles>): of the nearest
  /// group above that has lines on this invoice, the line whose days hold the part's first day, else the first.
  mutating func nameParents(facts: WorkingSet, schedules: [BillingSchedule]) {
    guard facts.hasBundles else { return }
    var groupOfSchedule: [BillingSchedule.ID: BillingScheduleGroup.ID] = [:]
    for schedule in schedules { groupOfSchedule[schedule.id] = schedule.billingScheduleGroupId }
    var linesOfGroup: [BillingScheduleGroup.ID: [Int]] = [:]
    for (index, line) in enumerated() {
      guard let group = line.billingScheduleId.flatMap({ groupOfSchedule[$0] }) else { continue }
      linesOfGroup[group, default: []].append(index)
    }
    var partsOfBundle: [BillingScheduleGroup.ID: [Int]] = [:]
    for (group, parts) in linesOfGroup {
      let bundle = facts.bundles(above: group).first { linesOfGroup[$0] != nil }
      if let bundle { partsOfBundle[bundle, default: []] += parts }
    }
    for (bundle, parts) in partsOfBundle {
      guard let candidates = linesOfGroup[bundle], let first = candidates.first else { continue }
      let holders = FirstHolders(
        of: Set(parts.compactMap { self[$0].period?.from }),
        among: candidates.map { self[$0].period })
      for part in parts {
        let holder = self[part].period.flatMap { holders[$0.from] }.map { candidates[$0] }
        self[part].parentLineId = self[holder ?? first].id
      }
    }
  }
}
