extension IngestInvoice {
  /// Ingests the invoice whole, or nothing of it with every fault found.
  package func plan(on facts: WorkingSet, in context: PlanningContext) -> Decision {
    linked(to: facts).planned(on: facts, in: context)
  }

  private func planned(on facts: WorkingSet, in context: PlanningContext) -> Decision {
    if let duplicate = duplicate(in: facts) {
      // It was ingested: whatever else is wrong with the copy no longer matters.
      return refusal(for: [duplicate], isInvalid: false, facts: facts)
    }
    var ingestion = ingestion(on: facts, in: context)
    guard let invoice = ingestion.run() else {
      let faults = ingestion.faults
      var decision = refusal(
        for: faults.errors, isInvalid: faults.isInvalid, warnings: faults.warnings, facts: facts)
      // Without the tax that is waited for nothing adds up.
      decision.taxesAwaited = ingestion.taxesInProgress.awaited
      return decision
    }
    var decision = Decision(
      outcome: .succeeded, warnings: ingestion.faults.warnings,
      answer: Answer(invoices: [.made(index: 0)]),
      effects: Effects(invoices: InvoiceEffects(made: [invoice])))
    decision.take(ingestion.taxesInProgress)
    if var memo = ingestion.debitMemo {
      memo.invoiceId = invoice.id
      decision.effects.records.append(.debitMemo(memo))
    }
    return decision
  }

  func ingestion(on facts: WorkingSet, in context: PlanningContext) -> Ingestion {
    Ingestion(
      of: invoice, taxCalculationStatus: taxCalculationStatus,
      shouldCalculateTax: shouldCalculateTax, facts: facts, context: context)
  }

  private func duplicate(in facts: WorkingSet) -> Fault? {
    guard let identifier = invoice.uniqueIdentifier,
      let first = facts.identifiers.first(withUniqueIdentifier: identifier)
    else { return nil }
    let name = InvoiceName.of(first, number: facts.identifiers.number(of: first))
    return Fault(
      code: .duplicateUniqueIdentifier,
      message: "An invoice with the uniqueIdentifier \(identifier) was ingested before; it is "
        + "\(name). Nothing was stored again. Use another uniqueIdentifier for another document.",
      pointer: "/invoice/uniqueIdentifier", source: RecordReference(.invoice, first))
  }

  /// One error log on the order or account: the completion lists every fault. Rejected says that the
  /// request contradicts itself; Failed, that the world does not fit it.
  private func refusal(
    for errors: [Fault], isInvalid: Bool, warnings: [Fault] = [], facts: WorkingSet
  ) -> Decision {
    var decision = Decision(
      outcome: isInvalid ? .rejected : .failed, errors: errors, warnings: warnings)
    guard let first = errors.first else { return decision }
    let primary = primaryRecord(facts)
    decision.errorLogs = [
      ErrorLogEntry(
        category: .invoiceIngestion, code: first.code,
        message: ErrorLogEntry.message(of: first, among: errors.count), primaryRecord: primary,
        relatedRecord: first.source == primary ? nil : first.source,
        accountId: invoice.billingAccountId)
    ]
    return decision
  }

  private func primaryRecord(_ facts: WorkingSet) -> RecordReference {
    // Another account's order has nothing to do with this request but by mistake.
    if case .order(let id)? = invoice.referenceEntity,
      facts.orders[id]?.accountId == invoice.billingAccountId
    {
      return RecordReference(.order, id)
    }
    return RecordReference(.account, invoice.billingAccountId)
  }
}
