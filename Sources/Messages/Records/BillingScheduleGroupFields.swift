import Billing

/// The fields of a BillingScheduleGroup.
enum BillingScheduleGroupFields {
  static func read(
    _ id: BillingScheduleGroup.ID, _ fields: inout ObjectReader
  ) -> BillingScheduleGroup? {
    let accountId = fields.required("accountId", IdentifierForm<Account>())
    let orderId = fields.optional("orderId", IdentifierForm<Order>())
    let contractId = fields.optional("billingContractId", IdentifierForm<BillingContract>())
    let parentGroupId = fields.optional("parentGroupId", IdentifierForm<BillingScheduleGroup>())
    let attributes = InvoicingAttributesFields.read(&fields)
    let revision = fields.optional("revision", .revision)
    guard let accountId else { return nil }
    return BillingScheduleGroup(
      id: id, accountId: accountId, orderId: orderId, billingContractId: contractId,
      parentGroupId: parentGroupId,
      attributes: attributes, revision: revision)
  }
}
