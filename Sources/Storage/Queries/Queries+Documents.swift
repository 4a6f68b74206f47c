package import Billing

/// What a document is made of.
package struct DocumentSource: Sendable {
  /// nil for the document of an invoice.
  package let creditMemo: CreditMemo?
  /// The invoice, or those that the credit memo credits, in the order of its lines.
  package let invoices: [Invoice]
  /// What the records say now, where nothing was kept: an earlier version posted the invoice, or a memo credits none.
  package let standIn: DocumentSnapshot?
  /// Who a memo that credits no invoice is issued by and to, as the records say now.
  package let standalone: CreditMemoParties?
}

extension Queries {
  /// The invoice, or else the credit memo, with this identifier or number; nil when there is neither.
  package func documentSource(_ idOrNumber: String) throws(StoreError) -> DocumentSource? {
    if let invoice = try invoice(idOrNumber) {
      let records =
        invoice.document == nil
        ? try partyRecords(invoice.accountId, invoice.legalEntityId) : nil
      return DocumentSource(
        creditMemo: nil, invoices: [invoice], standIn: records?.snapshot, standalone: nil)
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
    guard let first = invoices.first else {
      let records = try partyRecords(memo.accountId, memo.legalEntityId)
      return DocumentSource(
        creditMemo: memo, invoices: [], standIn: records.snapshot, standalone: records.parties)
    }
    let records =
      first.document == nil ? try partyRecords(first.accountId, first.legalEntityId) : nil
    return DocumentSource(
      creditMemo: memo, invoices: invoices, standIn: records?.snapshot, standalone: nil)
  }

  private func partyRecords(
    _ account: Account.ID, _ entity: LegalEntity.ID?
  ) throws(StoreError) -> PartyRecords {
    try session.reading { () throws(StoreError) in
      let accounts: [Account] = try database.stored(where: "id = \(account)")
      var records = PartyRecords(account: accounts.first)
      if let id = entity ?? accounts.first?.legalEntityId {
        let entities: [LegalEntity] = try database.stored(where: "id = \(id)")
        records.entity = entities.first
      }
      if case .contact(let id)? = accounts.first?.billToContact {
        let contacts: [Contact] = try database.stored(where: "id = \(id)")
        records.contact = contacts.first
      }
      return records
    }
  }
}

/// The records of who issues a document and who receives it.
private struct PartyRecords {
  var account: Account?
  var entity: LegalEntity?
  var contact: Contact?

  init(account: Account?) { self.account = account }

  var snapshot: DocumentSnapshot {
    DocumentSnapshot(
      seller: entity?.details ?? SellerDetails(), buyer: account?.details ?? BuyerDetails())
  }

  var parties: CreditMemoParties {
    var billTo: Invoice.BillTo?
    switch account?.billToContact {
    case .named(let name, let email)?:
      billTo = Invoice.BillTo(contactId: nil, name: name, email: email)
    case .contact(let id)?:
      billTo = contact.map { Invoice.BillTo(contactId: id, name: $0.name, email: $0.email) }
    case nil: break
    }
    return CreditMemoParties(
      seller: entity.map { Invoice.Seller($0) }, billTo: billTo, address: account?.billingAddress)
  }
}
