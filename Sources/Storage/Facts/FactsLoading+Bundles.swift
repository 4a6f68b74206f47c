internal import Billing

extension FactsLoading {
  /// The bundles above the groups, a level at a time; what is loaded is not asked for again, so a circle ends too.
  mutating func loadBundles() throws(StoreError) {
    while true {
      let above = Set(facts.groups.values.compactMap(\.parentGroupId))
      let missing = above.subtracting(facts.groups.keys).subtracting(missingGroups)
      guard !missing.isEmpty else { return }
      try ask(questions(Record.billingScheduleGroup, missing))
      missingGroups.formUnion(missing.subtracting(facts.groups.keys))
    }
  }
}
