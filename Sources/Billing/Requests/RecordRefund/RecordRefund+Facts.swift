extension RecordRefund {
  package var factsNeeded: FactsNeeded { FactsNeeded() }
}
