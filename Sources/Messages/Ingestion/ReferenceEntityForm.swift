import Billing

/// `{type, id}` of what an invoice belongs to.
struct ReferenceEntityForm: ObjectForm {
  private enum Kind: String, CaseIterable {
    case order = "Order"
    case debitMemo = "DebitMemo"
  }

  func read(_ fields: inout ObjectReader) -> ReferenceEntity? {
    let kind = fields.required(
      "type", ChoiceForm<Kind>(), "Whether it is an order, or a debit memo that gives the lines.")
    let id = fields.required("id", .opaqueIdentifier, "The identifier of that record.")
    guard let kind, let id else { return nil }
    return switch kind {
    case .order: .order(Order.ID(id))
    case .debitMemo: .debitMemo(DebitMemo.ID(id))
    }
  }
}
