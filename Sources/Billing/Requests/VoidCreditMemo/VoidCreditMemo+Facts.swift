extension VoidCreditMemo {
  package var factsNeeded: FactsNeeded { FactsNeeded() }
}
