extension Unapply {
  package var factsNeeded: FactsNeeded {
    var needed = FactsNeeded()
    switch target {
    case .applications(let ids): needed.ledger.applications = Set(ids)
    case .payment(let id, let invoiceId):
      needed.ledger.payments = [id]
      if let invoiceId {
        needed.ledger.freedOfInvoices = [.init(.payment(id), on: invoiceId)]
        needed.invoices.heads = [invoiceId]
      } else {
        needed.ledger.freed = [.payment(id)]
      }
    }
    return needed
  }

  package var phase: PlanningPhase { .settling }
}
