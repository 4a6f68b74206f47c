extension RetryTaxCommit {
  package var factsNeeded: FactsNeeded {
    var needed = FactsNeeded()
    needed.invoices.heads = Set(invoiceIds)
    needed.ledger.creditMemos = Set(creditMemoIds)
    needed.taxes.insert(invoices: invoiceIds, creditMemos: creditMemoIds)
    return needed
  }

  /// Nothing else depends on it, and a request of the same batch may void what it names.
  package var phase: PlanningPhase { .settling }
}
