import Billing

/// Of a BillingScheduleGroup.
struct BillingScheduleGroupForm: RecordFieldsForm {
  let id: String

  func read(_ fields: inout ObjectReader) -> BillingScheduleGroup? {
    let accountId = fields.required(
      "accountId", IdentifierForm<Account>(), "The account that the group belongs to.")
    let orderId = fields.optional(
      "orderId", IdentifierForm<Order>(), "The order of all schedules in the group.")
    let contractId = fields.optional(
      "billingContractId", IdentifierForm<BillingContract>(),
      "The contract of all schedules in the group.")
    let parentGroupId = fields.optional(
      "parentGroupId", IdentifierForm<BillingScheduleGroup>(),
      "The group that this one is a part of, in a bundle.")
    let attributes = InvoicingAttributesForm().read(&fields)
    let revision = fields.revision()
    guard let accountId, let attributes else { return nil }
    return BillingScheduleGroup(
      id: RecordID(id), accountId: accountId, orderId: orderId, billingContractId: contractId,
      parentGroupId: parentGroupId, attributes: attributes, revision: revision)
  }
}
