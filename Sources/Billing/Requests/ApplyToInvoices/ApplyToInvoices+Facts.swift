extension ApplyToInvoices {
  package var factsNeeded: FactsNeeded { FactsNeeded() }
}
