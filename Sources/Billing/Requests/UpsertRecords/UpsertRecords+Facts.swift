extension UpsertRecords {
  package var factsNeeded: FactsNeeded {
    var needed = FactsNeeded()
    for case .record(let record) in entries {
      needed.records.insert(record)
      needed.tasks.insert(record)
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

extension TasksNeeded {
  /// A record that is to be written: the payment method that it names, and the default beside which it would stand.
  fileprivate mutating func insert(_ record: Record) {
    switch record {
    case .billingSchedule(let schedule): insert(schedule.attributes.savedPaymentMethodId)
    case .billingScheduleGroup(let group): insert(group.attributes.savedPaymentMethodId)
    case .savedPaymentMethod(let method) where method.isAccountDefault:
      defaultsOfAccounts.insert(method.accountId)
    default: break
    }
  }

  private mutating func insert(_ paymentMethod: String?) {
    if let paymentMethod { paymentMethodsNamed.insert(SavedPaymentMethod.ID(paymentMethod)) }
  }
}
