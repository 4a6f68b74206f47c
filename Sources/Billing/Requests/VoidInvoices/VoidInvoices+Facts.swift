extension VoidInvoices {
  package var factsNeeded: FactsNeeded {
    var needed = FactsNeeded()
    needed.invoices.takenBack = [Set(invoiceIds)]
    needed.ledger.ofInvoices = Set(invoiceIds)
    needed.ledger.numbersCreditMemos = true
    needed.taxes.insert(invoices: invoiceIds)
    return needed
  }

  /// What is open again may be billed by a request of the same batch, which needs more facts of it.
  package var phase: PlanningPhase { .reopening }

  /// Their credit memos are.
  package var invoicesNumbered: [Invoice.ID] { invoiceIds }
}
