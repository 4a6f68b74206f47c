extension UpsertRecords {
  package var factsNeeded: FactsNeeded {
    var needed = FactsNeeded()
    for case .record(let record) in entries { needed.records.insert(record) }
    return needed
  }
}
