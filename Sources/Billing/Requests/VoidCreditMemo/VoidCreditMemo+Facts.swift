extension VoidCreditMemo {
  package var factsNeeded: FactsNeeded {
    var needed = FactsNeeded()
    needed.ledger.creditMemos = [creditMemoId]
    needed.taxes.insert(invoices: [], creditMemos: [creditMemoId])
    if unapplies { needed.ledger.freed = [.creditMemo(creditMemoId)] }
    return needed
  }

  /// The memo may be made or applied by a request of the same batch.
  package var phase: PlanningPhase { .settling }
}
