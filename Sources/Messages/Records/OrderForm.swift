import Billing

/// Of an Order.
struct OrderForm: RecordFieldsForm {
  let id: String

  func read(_ fields: inout ObjectReader) -> Order? {
    let accountId = fields.required(
      "accountId", IdentifierForm<Account>(), "The account that ordered.")
    let orderNumber = fields.required(
      "orderNumber", .text(maximum: 255), "The number that people know the order by.")
    let purchaseOrderNumber = fields.optional(
      "purchaseOrderNumber", .text(maximum: 255),
      "The customer's own number of it, for invoices.")
    let revision = fields.revision()
    guard let accountId, let orderNumber else { return nil }
    var order = Order(
      id: RecordID(id), accountId: accountId, orderNumber: orderNumber, revision: revision)
    order.purchaseOrderNumber = purchaseOrderNumber
    return order
  }
}
