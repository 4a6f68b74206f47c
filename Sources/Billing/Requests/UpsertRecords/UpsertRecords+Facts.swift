extension UpsertRecords {
  package var factsNeeded: FactsNeeded {
    var needed = FactsNeeded()
    for case .record(let record) in entries {
      needed.records.insert(record)
      guard case .invoiceScheduler(let scheduler) = record else { continue }
      needed.runs.statesOfSchedulers.insert(scheduler.id)
      needed.runs.accountsNamed.formUnion(scheduler.criteria.accountIds ?? [])
      needed.runs.accountsNamed.formUnion(scheduler.criteria.excludedAccountIds)
    }
    return needed
  }

  /// A schedule may have another account, group or address after it, and what stands behind those (default records,
  /// rates, policies, suspensions) is not loaded: it would be billed without tax, or by another policy.
  package var phase: PlanningPhase { .records }
}
