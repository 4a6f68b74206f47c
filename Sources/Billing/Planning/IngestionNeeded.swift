/// What must be known to take invoices in.
package struct IngestionNeeded: Hashable, Sendable {
  /// Locked, and loaded with what stands behind them: terms, contacts, treatments, rates.
  package var accounts: Set<Account.ID> = []
  /// Which of these are used already?
  package var uniqueIdentifiers: Set<String> = []
  /// Which invoices bear these numbers, whatever their legal entity and whoever made them?
  package var numbers: Set<String> = []
  /// Countries whose tax rates are needed besides those of the accounts' addresses.
  package var countries: Set<String> = []
  /// Stored invoices to be changed: whole, their account locked.
  package var invoices: Set<Invoice.ID> = []

  package init() {}

  package mutating func formUnion(_ other: IngestionNeeded) {
    accounts.formUnion(other.accounts)
    uniqueIdentifiers.formUnion(other.uniqueIdentifiers)
    numbers.formUnion(other.numbers)
    countries.formUnion(other.countries)
    invoices.formUnion(other.invoices)
  }
}

extension IngestInvoice {
  func addFacts(to needed: inout FactsNeeded) {
    needed.ingestion.accounts.insert(invoice.billingAccountId)
    if let identifier = invoice.uniqueIdentifier {
      needed.ingestion.uniqueIdentifiers.insert(identifier)
    }
    if let number = invoice.number { needed.ingestion.numbers.insert(number) }
    for group in invoice.addresses { needed.ingestion.countries.insert(group.address.country) }
    for line in invoice.lines {
      if let id = line.taxTreatmentId { needed.records.taxTreatments.insert(id) }
    }
    if let id = invoice.legalEntityId { needed.records.legalEntities.insert(id) }
    if let id = invoice.paymentTermId { needed.records.paymentTerms.insert(id) }
    switch invoice.referenceEntity {
    case .order(let id)?: needed.records.orders.insert(id)
    case .debitMemo(let id)?: needed.records.debitMemos.insert(id)
    case nil: break
    }
  }
}
