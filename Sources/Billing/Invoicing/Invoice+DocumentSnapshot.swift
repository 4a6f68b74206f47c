import Monetary

extension Invoice {
  /// Keeps what documents need, for an invoice that is posted now. `document` is what decided the tax of all its lines.
  mutating func keepForDocuments(
    _ document: TaxableDocument, _ account: Account, _ facts: WorkingSet
  ) {
    self.document = snapshot(document, account, facts)
    guard purchaseOrderNumber == nil else { return }
    let numbers = Set(orderIds.map { facts.orders[$0]?.purchaseOrderNumber })
    // Of several orders none is the invoice's.
    if numbers.count == 1, let number = numbers.first { purchaseOrderNumber = number }
  }

  /// The same, where nothing of the lines' tax is decided now.
  mutating func keepForDocuments(_ account: Account, _ facts: WorkingSet) {
    keepForDocuments(
      taxableDocument(of: Array(lines.indices), as: .final, account, facts: facts), account, facts)
  }

  /// What documents say of an invoice that keeps nothing, because an earlier version posted it: what the records say now. `facts`
  /// has the records that decide the tax of its lines.
  package func documentStandIn(_ account: Account, _ facts: WorkingSet) -> DocumentSnapshot {
    snapshot(
      taxableDocument(of: Array(lines.indices), as: .final, account, facts: facts), account, facts)
  }

  private func snapshot(
    _ document: TaxableDocument, _ account: Account, _ facts: WorkingSet
  ) -> DocumentSnapshot {
    let entity = legalEntityId.flatMap { facts.legalEntities[$0] }
    return DocumentSnapshot(
      seller: entity?.details ?? SellerDetails(), buyer: account.details,
      taxes: taxesForDocuments(document))
  }

  /// The category of a line that has no tax record: its treatment's; without one E where the account is exempt, else O.
  private func taxesForDocuments(_ document: TaxableDocument) -> DocumentSnapshot.Taxes {
    var taxes = DocumentSnapshot.Taxes()
    if document.isTaxExempt { taxes.untaxed = "E" }
    var exemptions = CollectedExemptions()
    for (index, line) in document.lines.enumerated() where index < lines.count {
      let category: String
      if let record = lines[index].taxes.first {
        category = record.category
      } else {
        category = line.untaxedCategory ?? taxes.untaxed
        if category != taxes.untaxed { taxes.categories[index + 1] = category }
      }
      if let treatment = line.treatment {
        exemptions.take(
          treatment.exemptionReason, code: treatment.exemptionReasonCode, for: category)
      }
      if let terms = lines[index].ingested?.terms {
        exemptions.take(
          terms[.exemptionReason], code: terms[.exemptionReasonCode], for: category)
      }
    }
    taxes.exemptions = exemptions.exemptions
    return taxes
  }
}

extension TaxableDocument.Line {
  /// nil where the account decides.
  fileprivate var untaxedCategory: String? {
    guard let treatment, !treatment.isTaxable else { return nil }
    return treatment.taxCategory
  }
}
