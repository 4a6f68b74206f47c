extension CalculateTax {
  package var factsNeeded: FactsNeeded {
    var needed = FactsNeeded()
    needed.ingestion.invoices = [invoiceId]
    return needed
  }
}
