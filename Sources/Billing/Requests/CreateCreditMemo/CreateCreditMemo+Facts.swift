extension CreateCreditMemo {
  package var factsNeeded: FactsNeeded {
    var needed = FactsNeeded()
    var credited: Set<Invoice.ID> = []
    needed.accounts.toInvoice = [accountId]
    if let id = legalEntityId { needed.records.insert(id) }
    for line in lines {
      if let id = line.taxTreatmentId { needed.records.insert(id) }
      guard let id = line.invoiceLine?.invoiceId else { continue }
      credited.insert(id)
      // What decides the line's tax is behind the invoice: its schedules, treatments and addresses.
      if line.taxStrategy == .calculate { needed.invoices.creditedByRates.insert(id) }
    }
    if !credited.isEmpty { needed.invoices.credited = [credited] }
    needed.ledger.ofInvoices = credited
    needed.invoices.heads = Set(applications.map(\.invoiceId))
    if let identifier = uniqueIdentifier { needed.ledger.creditMemoIdentifiers = [identifier] }
    needed.ledger.numbersCreditMemos = true
    return needed
  }

  package var mayAskTaxEngine: Bool { lines.contains { $0.strategy == .calculate } }

  /// An invoice may be posted, or one of its lines credited, by a request of the same batch.
  package var phase: PlanningPhase { .settling }
}

extension CreateCreditMemo.Line {
  /// The strategy asked for, else what is usual.
  var strategy: CreditMemoLine.TaxStrategy {
    taxStrategy ?? (invoiceLine == nil ? .calculate : .copyFromInvoiceLine)
  }
}
