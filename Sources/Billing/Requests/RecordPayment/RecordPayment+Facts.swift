import Monetary

extension RecordPayment {
  package var factsNeeded: FactsNeeded {
    var needed = FactsNeeded()
    needed.records.insert(payment.accountId)
    needed.records.written = [RecordReference(.payment, payment.id)]
    needed.ledger.payments = [payment.id]
    switch settlement {
    case .applications(let applications)?:
      needed.invoices.heads = Set(applications.map(\.invoiceId))
    case .oldestFirst?:
      needed.ledger.openInvoices = [
        .account(payment.accountId, currencyCode: payment.currency.code): 1
      ]
    case nil: break
    }
    return needed
  }

  package var phase: PlanningPhase { .settling }
}
