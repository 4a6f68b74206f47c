import Monetary

extension Invoice {
  /// Keeps what documents need, for an invoice that is posted now. `document` is what decided the tax of all its lines.
  mutating func keepForDocuments(
    _ document: TaxableDocument, _ account: Account, _ facts: WorkingSet
  ) {
    let entity = legalEntityId.flatMap { facts.legalEntities[$0] }
    self.document = DocumentSnapshot(
      seller: entity?.details ?? SellerDetails(), buyer: account.details,
      taxes: taxesForDocuments(document))
    guard purchaseOrderNumber == nil else { return }
    let numbers = Set(orderIds.map { facts.orders[$0]?.purchaseOrderNumber })
    // Of several orders none is the invoice's.
    if numbers.count == 1, let number = numbers.first { purchaseOrderNumber = number }
  }

  /// The same, where nothing of the lines' tax is decided now.
  mutating func keepForDocuments(_ account: Account, _ facts: WorkingSet) {
    keepForDocuments(
      taxableDocument(of: Array(lines.indices), account, facts: facts), account, facts)
  }

  /// The category of a line that has no tax record: its treatment's; without one E where the account is exempt, else O.
  private func taxesForDocuments(_ document: TaxableDocument) -> DocumentSnapshot.Taxes {
    var taxes = DocumentSnapshot.Taxes()
    if document.isTaxExempt { taxes.untaxed = "E" }
    for (index, line) in document.lines.enumerated() where index < lines.count {
      let category: String
      if let record = lines[index].taxes.first {
        category = record.category
      } else {
        category = line.untaxedCategory ?? taxes.untaxed
        if category != taxes.untaxed { taxes.categories[index + 1] = category }
      }
      if let treatment = line.treatment {
        taxes.take(treatment.exemptionReason, treatment.exemptionReasonCode, for: category)
      }
      if let terms = lines[index].ingested?.terms {
        taxes.take(terms[.exemptionReason], terms[.exemptionReasonCode], for: category)
      }
    }
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

extension DocumentSnapshot.Taxes {
  /// Several treatments of one category may have reasons of their own: a document says them all.
  fileprivate mutating func take(_ reason: String?, _ code: String?, for category: String) {
    guard reason != nil || code != nil else { return }
    var exemption = exemptions[category] ?? DocumentSnapshot.Exemption()
    if exemption.code == nil { exemption.code = code }
    if let reason {
      let known = exemption.reason
      if known == nil {
        exemption.reason = reason
      } else if let known, !known.split(separator: "; ").contains(Substring(reason)) {
        exemption.reason = known + "; " + reason
      }
    }
    exemptions[category] = exemption
  }
}
