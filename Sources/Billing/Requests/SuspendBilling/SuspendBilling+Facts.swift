extension SuspendBilling {
  package var factsNeeded: FactsNeeded {
    var needed = FactsNeeded()
    needed.records.insert(.billingSuspension(suspension))
    return needed
  }
}
