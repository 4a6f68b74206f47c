extension WriteOffInvoices {
  package var factsNeeded: FactsNeeded { FactsNeeded() }
}
