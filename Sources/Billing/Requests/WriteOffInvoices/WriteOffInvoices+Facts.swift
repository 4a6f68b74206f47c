extension WriteOffInvoices {
  package var factsNeeded: FactsNeeded {
    var needed = FactsNeeded()
    // Heads only: their lines are neither read nor counted, so that no limit of lines holds here.
    needed.invoices.heads = Set(items.map(\.invoiceId))
    needed.ledger.numbersCreditMemos = true
    return needed
  }

  /// An invoice may be posted or paid by a request of the same batch.
  package var phase: PlanningPhase { .settling }
}
