extension ResumeBilling {
  package var factsNeeded: FactsNeeded {
    var needed = FactsNeeded()
    needed.records.suspensions = [suspensionId]
    needed.records.written = [RecordReference(.billingSuspension, suspensionId)]
    return needed
  }
}
