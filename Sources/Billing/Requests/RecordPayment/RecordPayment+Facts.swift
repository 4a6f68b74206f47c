extension RecordPayment {
  package var factsNeeded: FactsNeeded { FactsNeeded() }
}
