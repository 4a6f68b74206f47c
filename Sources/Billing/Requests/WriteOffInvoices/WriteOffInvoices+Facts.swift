extension WriteOffInvoices {
  package var factsNeeded: FactsNeeded {
    var needed = FactsNeeded()
    needed.invoices.heads = Set(items.map(\.invoiceId))
    needed.ledger.numbersCreditMemos = true
    return needed
  }

  /// An invoice may be posted or paid by a request of the same batch.
  package var phase: PlanningPhase { .settling }
}
