import Billing

/// The fields of a BillingScheduleGroup.
enum BillingScheduleGroupFields {
  static func read(
    _ id: BillingScheduleGroup.ID, _ fields: inout ObjectReader
  ) -> BillingScheduleGroup? {
    let accountId = fields.required("accountId", IdentifierForm<Account>())
    let orderId = fields.optional("orderId", IdentifierForm<Order>())
    let parentGroupId = fields.optional("parentGroupId", IdentifierForm<BillingScheduleGroup>())
    let attributes = InvoicingAttributesFields.read(&fields)
    let revision = fields.optional("revision", .revision)
    fields.unsupported("billingContractId")
    guard let accountId else { return nil }
    return BillingScheduleGroup(
      id: id, accountId: accountId, orderId: orderId, parentGroupId: parentGroupId,
      attributes: attributes, revision: revision)
  }
}
