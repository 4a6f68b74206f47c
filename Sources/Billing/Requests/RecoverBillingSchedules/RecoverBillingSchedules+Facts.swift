extension RecoverBillingSchedules {
  package var factsNeeded: FactsNeeded {
    var needed = FactsNeeded()
    needed.schedulesToRecover = Set(billingScheduleIds)
    return needed
  }
}
