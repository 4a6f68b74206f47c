extension CalculateTax {
  package var factsNeeded: FactsNeeded {
    var needed = FactsNeeded()
    needed.invoices = [invoiceId]
    return needed
  }
}
