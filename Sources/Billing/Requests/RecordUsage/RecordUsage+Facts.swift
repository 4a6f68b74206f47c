extension RecordUsage {
  package var factsNeeded: FactsNeeded {
    var needed = FactsNeeded()
    for usage in usageRecords { needed.records.insert(.usageRecord(usage)) }
    return needed
  }
}
