package import Billing

/// What a document is made of.
package struct DocumentSource: Sendable {
  /// nil for the document of an invoice.
  package let creditMemo: CreditMemo?
  /// The invoice, or those that the credit memo credits, in the order of its lines.
  package let invoices: [Invoice]
  /// What the records say now, for an invoice that keeps none because an earlier version posted it.
  package let standIn: DocumentSnapshot?
}

extension Queries {
  /// The invoice, or else the credit memo, with this identifier or number; nil when there is neither.
  package func documentSource(_ idOrNumber: String) throws(StoreError) -> DocumentSource? {
    if let invoice = try invoice(idOrNumber) {
      return DocumentSource(
        creditMemo: nil, invoices: [invoice], standIn: try standIn(of: invoice))
    }
    guard let memo = try creditMemo(idOrNumber)?.memo else { return nil }
    var ids: [Invoice.ID] = memo.invoiceId.map { [$0] } ?? []
    for line in memo.lines {
      if let id = line.invoiceLine?.invoiceId, !ids.contains(id) { ids.append(id) }
    }
    var invoices: [Invoice] = []
    for id in ids {
      if let invoice = try invoice(id.text) { invoices.append(invoice) }
    }
    return DocumentSource(
      creditMemo: memo, invoices: invoices, standIn: try standIn(of: invoices.first))
  }

  private func standIn(of invoice: Invoice?) throws(StoreError) -> DocumentSnapshot? {
    guard let invoice, invoice.document == nil else { return nil }
    return try session.reading { () throws(StoreError) in
      let accounts: [Account] = try database.stored(where: "id = \(invoice.accountId)")
      var entities: [LegalEntity] = []
      if let id = invoice.legalEntityId { entities = try database.stored(where: "id = \(id)") }
      return DocumentSnapshot(
        seller: entities.first?.details ?? SellerDetails(),
        buyer: accounts.first?.details ?? BuyerDetails())
    }
  }
}
