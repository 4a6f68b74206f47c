extension Unapply {
  package var factsNeeded: FactsNeeded { FactsNeeded() }
}
