extension ApplyToInvoices {
  package var factsNeeded: FactsNeeded {
    var needed = FactsNeeded()
    needed.ledger.insert(source)
    switch settlement {
    case .applications(let applications):
      needed.invoices.heads = Set(applications.map(\.invoiceId))
    case .oldestFirst:
      needed.ledger.openInvoices = [.ofSource(source): 1]
    }
    return needed
  }

  package var phase: PlanningPhase { .settling }
}
