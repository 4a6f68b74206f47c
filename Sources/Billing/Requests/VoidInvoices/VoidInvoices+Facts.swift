extension VoidInvoices {
  package var factsNeeded: FactsNeeded { FactsNeeded() }
}
