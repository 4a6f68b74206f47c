package import Billing

/// What a document is made of.
package struct DocumentSource: Sendable {
  /// nil for the document of an invoice.
  package let creditMemo: CreditMemo?
  /// The invoice, or those that the credit memo credits, in the order of its lines.
  package let invoices: [Invoice]
  /// What the records say now, of those invoices that keep none because an earlier version posted them.
  package let standIns: [Invoice.ID: DocumentSnapshot]
  /// Of a memo that credits no invoice.
  package let standalone: Standalone?
  /// What stands beside the seller's name on its page; nil also where it was not asked for.
  package var logo: PNGImage?

  /// Who issues and who receives a memo that credits no invoice, as the records say now.
  package struct Standalone: Sendable {
    package let parties: CreditMemoParties
    package let snapshot: DocumentSnapshot
  }

  /// What its page says of seller and buyer: of the first invoice, where it credits several.
  package var snapshot: DocumentSnapshot? {
    if let standalone { return standalone.snapshot }
    return invoices.first.flatMap { $0.document ?? standIns[$0.id] }
  }
}

extension Queries {
  /// The invoice, or else the credit memo, with this identifier or number; nil when there is neither. The image of its logo is
  /// read `withLogo` only: where its page is to be made.
  package func documentSource(
    _ idOrNumber: String, withLogo hasLogo: Bool = true
  ) throws(StoreError) -> DocumentSource? {
    guard var source = try source(idOrNumber) else { return nil }
    if hasLogo, let logo = source.snapshot?.seller.logo {
      source.logo = try LogoTable.image(of: logo, in: database)
    }
    return source
  }

  private func source(_ idOrNumber: String) throws(StoreError) -> DocumentSource? {
    if let invoice = try invoice(idOrNumber) {
      return DocumentSource(
        creditMemo: nil, invoices: [invoice], standIns: try standIns(of: [invoice]),
        standalone: nil)
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
    guard invoices.isEmpty else {
      return DocumentSource(
        creditMemo: memo, invoices: invoices, standIns: try standIns(of: invoices),
        standalone: nil)
    }
    return DocumentSource(
      creditMemo: memo, invoices: [], standIns: [:], standalone: try standalone(of: memo))
  }

  private func standIns(
    of invoices: [Invoice]
  ) throws(StoreError) -> [Invoice.ID: DocumentSnapshot] {
    var standIns: [Invoice.ID: DocumentSnapshot] = [:]
    for invoice in invoices where invoice.document == nil {
      standIns[invoice.id] = try session.reading { () throws(StoreError) in
        let accounts: [Account] = try database.stored(where: "id = \(invoice.accountId)")
        guard let account = accounts.first else { return nil }
        return invoice.documentStandIn(account, try facts(behind: invoice))
      }
    }
    return standIns
  }

  /// What decides the tax of the invoice's lines, and its legal entity: what is loaded to queue its e-mail.
  private func facts(behind invoice: Invoice) throws(StoreError) -> WorkingSet {
    var facts = WorkingSet()
    if let id = invoice.legalEntityId {
      let entities: [LegalEntity] = try database.stored(where: "id = \(id)")
      for entity in entities { facts.insert(.legalEntity(entity)) }
    }
    let ids = Set(invoice.billingScheduleIds)
    let schedules: [BillingSchedule] =
      ids.isEmpty ? [] : try database.stored(where: "id \(anyOf: ids)")
    for schedule in schedules { facts.insert(.billingSchedule(schedule)) }
    let groupIds = Set(schedules.compactMap(\.billingScheduleGroupId))
    let groups: [BillingScheduleGroup] =
      groupIds.isEmpty ? [] : try database.stored(where: "id \(anyOf: groupIds)")
    for group in groups { facts.insert(.billingScheduleGroup(group)) }
    var treatmentIds = Set(invoice.lines.compactMap { $0.ingested?.taxTreatmentId })
    treatmentIds.formUnion(schedules.compactMap(\.attributes.taxTreatmentId))
    treatmentIds.formUnion(groups.compactMap(\.attributes.taxTreatmentId))
    let treatments: [TaxTreatment] = try database.stored(
      where: treatmentIds.isEmpty
        ? "is_default = \(true)" : "id \(anyOf: treatmentIds) OR is_default = \(true)")
    for treatment in treatments { facts.insert(.taxTreatment(treatment)) }
    return facts
  }

  private func standalone(
    of memo: CreditMemo
  ) throws(StoreError) -> DocumentSource.Standalone {
    try session.reading { () throws(StoreError) in
      let accounts: [Account] = try database.stored(where: "id = \(memo.accountId)")
      let account = accounts.first
      var entity: LegalEntity?
      if let id = memo.legalEntityId ?? account?.legalEntityId {
        let entities: [LegalEntity] = try database.stored(where: "id = \(id)")
        entity = entities.first
      }
      return DocumentSource.Standalone(
        parties: CreditMemoParties(
          seller: entity.map { Invoice.Seller($0) },
          billTo: try account.flatMap { account throws(StoreError) in try billTo(of: account) },
          address: account?.billingAddress),
        snapshot: DocumentSnapshot(
          seller: entity?.details ?? SellerDetails(), buyer: account?.details ?? BuyerDetails()))
    }
  }

  private func billTo(of account: Account) throws(StoreError) -> Invoice.BillTo? {
    switch account.billToContact {
    case .named(let name, let email)?:
      return Invoice.BillTo(contactId: nil, name: name, email: email)
    case .contact(let id)?:
      let contacts: [Contact] = try database.stored(where: "id = \(id)")
      return contacts.first.map {
        Invoice.BillTo(contactId: id, name: $0.name, email: $0.email)
      }
    case nil: return nil
    }
  }
}
