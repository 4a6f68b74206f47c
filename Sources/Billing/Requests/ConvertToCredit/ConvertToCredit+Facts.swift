extension ConvertToCredit {
  package var factsNeeded: FactsNeeded { FactsNeeded() }
}
