extension RetryTaxCommit {
  /// Each document is an item of its own: back to the state before it failed, or refused by itself.
  package func plan(on facts: WorkingSet, in context: PlanningContext) -> Decision {
    var invoices = InvoiceItems(invoiceIds, on: facts, category: .taxReporting)
    var changed: [TaxTransaction] = []
    for id in invoiceIds {
      invoices.attempt(id) { (invoice) throws(ItemRefusal) in
        changed.append(
          try facts.taxes.retried(.invoice(id), called: "invoice \(invoice.name)", in: context))
      }
    }
    var effects = Effects()
    var refusals: [(fault: Fault, log: ErrorLogEntry)] = []
    for (index, id) in creditMemoIds.enumerated() {
      do throws(ItemRefusal) {
        guard let memo = facts.ledger.creditMemos[id] else {
          throw ItemRefusal(
            .creditMemoNotFound, "Credit memo \(id) does not exist. Correct the identifier.")
        }
        changed.append(
          try facts.taxes.retried(.creditMemo(id), called: "credit memo \(memo.name)", in: context))
      } catch {
        refusals.append(refusal(error, of: id, at: index, facts))
      }
    }
    effects.taxes.changed = changed
    var decision = invoices.decision(effects)
    decision.errors += refusals.map(\.fault)
    decision.errorLogs += refusals.map(\.log)
    let isAnyRefused = !decision.errors.isEmpty
    decision.outcome =
      !isAnyRefused ? .succeeded : changed.isEmpty ? .failed : .partiallySucceeded
    return decision
  }

  private func refusal(
    _ refusal: ItemRefusal, of id: CreditMemo.ID, at index: Int, _ facts: WorkingSet
  ) -> (Fault, ErrorLogEntry) {
    let record = RecordReference(.creditMemo, id)
    let account = facts.ledger.creditMemos[id]?.accountId
    return (
      Fault(
        code: refusal.code, message: refusal.message, pointer: "/creditMemoIds/\(index)",
        source: record),
      ErrorLogEntry(
        category: .taxReporting, code: refusal.code, message: refusal.message,
        primaryRecord: account.map { RecordReference(.account, $0) } ?? record,
        relatedRecord: account == nil ? nil : record, accountId: account)
    )
  }
}

extension TaxTables {
  /// What has failed of a document, to be told to the engine again.
  ///
  /// - Throws: `TAX_NOTHING_TO_RETRY`.
  fileprivate func retried(
    _ subject: TaxTransaction.Subject, called name: String, in context: PlanningContext
  ) throws(ItemRefusal) -> TaxTransaction {
    guard let transaction = transactions[TaxTransaction.id(of: subject)] else {
      throw ItemRefusal(
        .taxNothingToRetry,
        "The tax of \(name) is in no tax engine's books: nothing of it can have failed.")
    }
    guard transaction.state == .failed else {
      throw ItemRefusal(
        .taxNothingToRetry,
        "The tax of \(name) is \(transaction.state.rawValue) at the tax engine: nothing of it has failed."
      )
    }
    return transaction.applying(.retried, at: context.now)
  }
}
