extension Record {
  /// Every other record that this one names, with the field that names it. The one list of
  /// references: what is loaded for an upsert and what is checked both follow from it.
  var links: [RecordLink] {
    switch self {
    case .account(let account):
      var links: [RecordLink] = []
      if case .contact(let id) = account.billToContact {
        links.append(RecordLink(field: "billToContactId", target: .contact(id)))
      }
      links.append("paymentTermId", account.paymentTermId, RecordLink.Target.paymentTerm)
      links.append("legalEntityId", account.legalEntityId, RecordLink.Target.legalEntity)
      return links
    case .contact(let contact):
      return [RecordLink(field: "accountId", target: .account(contact.accountId))]
    case .legalEntity, .paymentTerm, .taxTreatment, .taxRate:
      return []
    case .sequencePolicy(let policy):
      var links: [RecordLink] = []
      links.append("legalEntityId", policy.legalEntityId, RecordLink.Target.legalEntity)
      return links
    case .order(let order):
      return [RecordLink(field: "accountId", target: .account(order.accountId))]
    case .billingContract(let contract):
      return [RecordLink(field: "accountId", target: .account(contract.accountId))]
    case .billingScheduleGroup(let group):
      var links = [RecordLink(field: "accountId", target: .account(group.accountId))]
      links.append("orderId", group.orderId, RecordLink.Target.order)
      links.append(
        "billingContractId", group.billingContractId, RecordLink.Target.billingContract)
      links.append(
        "parentGroupId", group.parentGroupId, RecordLink.Target.billingScheduleGroup)
      return links + group.attributes.links
    case .billingSchedule(let schedule):
      var links = [RecordLink(field: "accountId", target: .account(schedule.accountId))]
      links.append("orderId", schedule.orderId, RecordLink.Target.order)
      links.append(
        "billingContractId", schedule.billingContractId, RecordLink.Target.billingContract)
      links.append(
        "billingScheduleGroupId", schedule.billingScheduleGroupId,
        RecordLink.Target.billingScheduleGroup)
      return links + schedule.attributes.links
    case .usageRecord(let usage):
      return [
        RecordLink(
          field: "billingScheduleId", target: .billingSchedule(usage.billingScheduleId))
      ]
    case .billingSuspension(let suspension):
      return [suspension.target.link]
    case .debitMemo(let memo):
      var links = [RecordLink(field: "accountId", target: .account(memo.accountId))]
      for (index, line) in memo.lines.enumerated() {
        links.append(
          "lines/\(index)/taxTreatmentId", line.taxTreatmentId, RecordLink.Target.taxTreatment)
      }
      return links
    }
  }
}

extension InvoicingAttributes {
  fileprivate var links: [RecordLink] {
    var links: [RecordLink] = []
    links.append("billToContactId", billToContactId, RecordLink.Target.contact)
    links.append("paymentTermId", paymentTermId, RecordLink.Target.paymentTerm)
    links.append("legalEntityId", legalEntityId, RecordLink.Target.legalEntity)
    links.append("taxTreatmentId", taxTreatmentId, RecordLink.Target.taxTreatment)
    return links
  }
}

extension BillingSuspension.Target {
  fileprivate var link: RecordLink {
    switch self {
    case .account(let id):
      RecordLink(field: "accountId", target: .account(id))
    case .billingScheduleGroup(let id):
      RecordLink(field: "billingScheduleGroupId", target: .billingScheduleGroup(id))
    case .billingSchedule(let id):
      RecordLink(field: "billingScheduleId", target: .billingSchedule(id))
    }
  }
}

extension [RecordLink] {
  fileprivate mutating func append<Record>(
    _ field: String, _ id: RecordID<Record>?, _ target: (RecordID<Record>) -> RecordLink.Target
  ) {
    if let id { append(RecordLink(field: field, target: target(id))) }
  }
}
