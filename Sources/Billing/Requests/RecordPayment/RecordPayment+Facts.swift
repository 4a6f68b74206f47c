import Monetary

extension RecordPayment {
  package var factsNeeded: FactsNeeded {
    var needed = FactsNeeded()
    needed.records.insert(payment.accountId)
    needed.records.written = [RecordReference(.payment, payment.id)]
    needed.ledger.payments = [payment.id]
    let whose = LedgerNeeded.AccountCurrency.account(
      payment.accountId, currencyCode: payment.currency.code)
    needed.ledger.recordedPayments = [payment.id: [whose]]
    if let id = payment.savedPaymentMethodId {
      needed.tasks.paymentMethodsNamed = [SavedPaymentMethod.ID(id)]
    }
    switch settlement {
    case .applications(let applications)?:
      needed.invoices.heads = Set(applications.map(\.invoiceId))
    case .oldestFirst?:
      needed.ledger.openInvoices = [whose: 1]
    case nil: break
    }
    return needed
  }

  package var phase: PlanningPhase { .settling }
}
