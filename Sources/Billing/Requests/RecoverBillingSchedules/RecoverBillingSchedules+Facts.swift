extension RecoverBillingSchedules {
  package var factsNeeded: FactsNeeded {
    var needed = FactsNeeded()
    needed.schedules.toRecover = Set(billingScheduleIds)
    return needed
  }
}
