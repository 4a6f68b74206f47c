extension CalculateTax {
  package var factsNeeded: FactsNeeded {
    var needed = FactsNeeded()
    needed.invoices.ids = [invoiceId]
    return needed
  }

  package var mayAskTaxEngine: Bool { true }
}
