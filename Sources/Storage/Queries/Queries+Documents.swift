package import Billing

/// What a document is made of.
package struct DocumentSource: Sendable {
  /// nil for the document of an invoice.
  package let creditMemo: CreditMemo?
  /// The invoice, or those that the credit memo credits, in the order of its lines.
  package let invoices: [Invoice]
  /// What the records say now, of those invoices that keep none because an earlier version posted them.
  package let standIns: [Invoice.ID: DocumentSnapshot]
}

extension Queries {
  /// The invoice, or else the credit memo, with this identifier or number; nil when there is neither.
  package func documentSource(_ idOrNumber: String) throws(StoreError) -> DocumentSource? {
    if let invoice = try invoice(idOrNumber) {
      return DocumentSource(
        creditMemo: nil, invoices: [invoice], standIns: try standIns(of: [invoice]))
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
      creditMemo: memo, invoices: invoices, standIns: try standIns(of: invoices))
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
}
