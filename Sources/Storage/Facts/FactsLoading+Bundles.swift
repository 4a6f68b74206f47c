internal import Billing

extension FactsLoading {
  /// The bundles above the groups, a level at a time and only so many levels: what is loaded is not asked for again.
  mutating func loadBundles() throws(StoreError) {
    var below = Array(facts.groups.values)
    for _ in 0..<BillingScheduleGroup.deepestLevel {
      let above = Set(below.compactMap(\.parentGroupId)).filter { facts.groups[$0] == nil }
      guard !above.isEmpty else { return }
      try ask(questions(Record.billingScheduleGroup, above))
      below = above.compactMap { facts.groups[$0] }
    }
  }
}
