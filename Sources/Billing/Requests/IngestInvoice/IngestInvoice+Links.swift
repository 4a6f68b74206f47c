extension IngestInvoice {
  /// With the account and the order that the document means, where it does not name them by identifiers of records
  /// (<doc:Ingestion#Whose-a-document-is>).
  func linked(to facts: WorkingSet) -> IngestInvoice {
    var invoice = invoice
    let account = account(in: facts)
    if let account { invoice.billingAccountId = account }
    if invoice.referenceEntity == nil, let order = order(of: invoice.billingAccountId, in: facts) {
      invoice.referenceEntity = .order(order)
    }
    return IngestInvoice(
      invoice: invoice, taxCalculationStatus: taxCalculationStatus,
      shouldCalculateTax: shouldCalculateTax)
  }

  /// nil where an identifier fits, and where not exactly one account does.
  private func account(in facts: WorkingSet) -> Account.ID? {
    guard facts.accounts[invoice.billingAccountId] == nil else { return nil }
    let found = facts.accounts(ofBuyer: invoice.buyerKeys)
    return found.count == 1 ? found.first : nil
  }

  /// The one order of the account that the document refers to: by the seller's number of it, the customer's, or the seller's
  /// given as the customer's.
  private func order(of account: Account.ID, in facts: WorkingSet) -> Order.ID? {
    guard !invoice.orderNumbers.isEmpty else { return nil }
    let own = facts.orders.values.filter { $0.accountId == account }
    func only(_ isMeant: (Order) -> Bool) -> Order.ID? {
      let meant = own.filter(isMeant)
      return meant.count == 1 ? meant.first?.id : nil
    }
    if let number = invoice.terms[.salesOrderReference],
      let order = only({ $0.orderNumber == number })
    {
      return order
    }
    guard let number = invoice.purchaseOrderNumber else { return nil }
    return only { $0.purchaseOrderNumber == number } ?? only { $0.orderNumber == number }
  }
}
