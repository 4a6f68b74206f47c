extension ReversePayment {
  package var factsNeeded: FactsNeeded { FactsNeeded() }
}
