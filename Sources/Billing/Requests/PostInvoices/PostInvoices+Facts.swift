extension PostInvoices {
  package var factsNeeded: FactsNeeded {
    var needed = FactsNeeded()
    needed.invoices.posted = [Set(invoiceIds)]
    needed.ledger.postingRequests = 1
    return needed
  }

  package var mayAskTaxEngine: Bool { true }

  package var invoicesNumbered: [Invoice.ID] { invoiceIds }
}
