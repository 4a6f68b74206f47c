extension CreateCreditMemo {
  package var factsNeeded: FactsNeeded { FactsNeeded() }
}
