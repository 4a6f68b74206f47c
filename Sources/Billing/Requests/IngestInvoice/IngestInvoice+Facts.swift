extension IngestInvoice {
  package var factsNeeded: FactsNeeded {
    var needed = FactsNeeded()
    needed.accounts.toInvoice.insert(invoice.billingAccountId)
    if let identifier = invoice.uniqueIdentifier {
      needed.identifiers.uniqueIdentifiers.insert(identifier)
    }
    if let number = invoice.number { needed.identifiers.numbers.insert(number) }
    for group in invoice.addresses { needed.accounts.taxCountries.insert(group.address.country) }
    for line in invoice.lines {
      if let id = line.taxTreatmentId { needed.records.insert(id) }
    }
    if let id = invoice.legalEntityId { needed.records.insert(id) }
    if let id = invoice.paymentTermId { needed.records.insert(id) }
    needed.accounts.ofBuyers.formUnion(invoice.buyerKeys)
    needed.identifiers.preceding.formUnion(invoice.terms.preceding.map(\.number))
    needed.accounts.orderNumbers.formUnion(invoice.orderNumbers)
    switch invoice.referenceEntity {
    case .order(let id)?: needed.records.insert(id)
    case .debitMemo(let id)?: needed.records.insert(id)
    case nil: break
    }
    return needed
  }

  /// What is posted elsewhere is never asked about; nor, mostly, is what brings its taxes.
  package var mayAskTaxEngine: Bool {
    guard invoice.status != .posted else { return false }
    return shouldCalculateTax || invoice.lines.isEmpty
      || invoice.lines.contains { $0.taxes.isEmpty }
      || !invoice.allowances.isEmpty || !invoice.charges.isEmpty
  }
}
