/// How deep the groups of an upsert will stand within bundles. Found once for all of them: however
/// long a chain or a circle a sender makes, each group is looked at once.
struct BundleLevels {
  /// How many groups each is a part of, as far as they are known.
  private var levels: [BillingScheduleGroup.ID: Int] = [:]
  /// The groups that would be parts of themselves.
  private var circles: Set<BillingScheduleGroup.ID> = []

  init(of groups: [BillingScheduleGroup.ID], in incoming: IncomingRecords) {
    for group in groups where levels[group] == nil { walk(from: group, incoming) }
  }

  /// 0 for a group that is a part of none, and in a circle.
  subscript(group: BillingScheduleGroup.ID) -> Int { levels[group] ?? 0 }

  func isInCircle(_ group: BillingScheduleGroup.ID) -> Bool { circles.contains(group) }

  /// Up to where the level is known, nothing is above, or the way comes back to itself.
  private mutating func walk(from group: BillingScheduleGroup.ID, _ incoming: IncomingRecords) {
    var path: [BillingScheduleGroup.ID] = []
    var places: [BillingScheduleGroup.ID: Int] = [:]
    var next: BillingScheduleGroup.ID? = group
    var level = -1
    var firstInCircle: Int?
    while let id = next {
      if let known = levels[id] {
        level = known
        break
      }
      if let place = places[id] {
        circles.formUnion(path[place...])
        firstInCircle = place
        break
      }
      places[id] = path.count
      path.append(id)
      next = incoming.group(id)?.parentGroupId
    }
    for (place, id) in path.enumerated().reversed() {
      level = place >= firstInCircle ?? path.count ? 0 : level + 1
      levels[id] = level
    }
  }
}
