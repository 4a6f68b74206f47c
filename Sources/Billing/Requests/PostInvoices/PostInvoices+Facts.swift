extension PostInvoices {
  package var factsNeeded: FactsNeeded { FactsNeeded() }
}
