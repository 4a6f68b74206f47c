extension ConvertToCredit {
  package var factsNeeded: FactsNeeded {
    var needed = FactsNeeded()
    needed.invoices.credited = [[invoiceId]]
    needed.ledger.ofInvoices = [invoiceId]
    needed.ledger.numbersCreditMemos = true
    return needed
  }

  /// The invoice may be posted by a request of the same batch.
  package var phase: PlanningPhase { .settling }
}
