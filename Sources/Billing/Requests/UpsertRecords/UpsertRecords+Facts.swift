extension UpsertRecords {
  package var factsNeeded: FactsNeeded {
    var needed = FactsNeeded()
    for case .record(let record) in entries { needed.records.insert(record) }
    return needed
  }

  /// A schedule may have another account, group or address after it, and what stands behind those (default records,
  /// rates, policies, suspensions) is not loaded: it would be billed without tax, or by another policy.
  package var phase: PlanningPhase { .records }
}
