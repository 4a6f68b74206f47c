extension ReversePayment {
  package var factsNeeded: FactsNeeded {
    var needed = FactsNeeded()
    needed.records.written = [RecordReference(.reversal, reversalId)]
    needed.ledger.reversals = [reversalId]
    needed.ledger.payments = [paymentId]
    needed.ledger.freed = [.payment(paymentId)]
    return needed
  }

  package var phase: PlanningPhase { .settling }
}
