import Billing

/// The fields of an Order.
enum OrderFields {
  static func read(_ id: Order.ID, _ fields: inout ObjectReader) -> Order? {
    let accountId = fields.required("accountId", IdentifierForm<Account>())
    let orderNumber = fields.required("orderNumber", .text(maximum: 255))
    let revision = fields.optional("revision", .revision)
    guard let accountId, let orderNumber else { return nil }
    return Order(id: id, accountId: accountId, orderNumber: orderNumber, revision: revision)
  }
}
