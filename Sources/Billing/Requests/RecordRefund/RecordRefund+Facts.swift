extension RecordRefund {
  package var factsNeeded: FactsNeeded {
    var needed = FactsNeeded()
    needed.records.written = [RecordReference(.refund, refundId)]
    needed.ledger.refunds = [refundId]
    needed.ledger.insert(source)
    needed.ledger.freedOfInvoices = Set(takeBack.map { .init(source, on: $0.invoiceId) })
    needed.invoices.heads = Set(takeBack.map(\.invoiceId))
    return needed
  }

  package var phase: PlanningPhase { .settling }
}
