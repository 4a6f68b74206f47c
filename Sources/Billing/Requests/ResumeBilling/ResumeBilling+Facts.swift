extension ResumeBilling {
  package var factsNeeded: FactsNeeded {
    var needed = FactsNeeded()
    needed.records.insert(suspensionId)
    needed.records.written = [RecordReference(.billingSuspension, suspensionId)]
    return needed
  }
}
