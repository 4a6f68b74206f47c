extension UpdateInvoice {
  package var factsNeeded: FactsNeeded { FactsNeeded() }
}
