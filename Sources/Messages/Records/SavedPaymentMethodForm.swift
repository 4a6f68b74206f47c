import Billing
import JSON

/// Of a SavedPaymentMethod.
struct SavedPaymentMethodForm: RecordFieldsForm {
  let id: String

  func read(_ fields: inout ObjectReader) -> SavedPaymentMethod? {
    let accountId = fields.required(
      "accountId", IdentifierForm<Account>(), "The account that pays by it.")
    let kind = fields.required(
      "kind", ChoiceForm<SavedPaymentMethod.Kind>(), "What kind of payment method it is.")
    let displayName = fields.required(
      "displayName", CardlessTextForm(text: .name),
      "What people know it by, such as Visa ending in 4242; never a card number.")
    let token = fields.optional(
      "token", CardlessTextForm(text: .text(maximum: 255)),
      "What the payment system knows it by; secret, and never a card number.")
    let last4 = fields.optional(
      "last4", FormatForm(format: .lastFourDigits), "The last four digits of its number.")
    let expiresOn = fields.optional(
      "expiresOn", ExpiryMonthForm(), "The last month in which it can be used, YYYY-MM.")
    let isDefault = fields.optional(
      "isDefault", .flag,
      "Whether it is charged where an invoice names none; one of an account at most.")
    let isActive = fields.optional(
      "isActive", .flag, "Whether it may be charged (without it true).")
    let revision = fields.revision()
    guard let accountId, let kind, let displayName else { return nil }
    return SavedPaymentMethod(
      id: RecordID(id), accountId: accountId, kind: kind, displayName: displayName,
      token: token.map { PaymentToken($0) }, last4: last4, expiresOn: expiresOn,
      isAccountDefault: isDefault ?? false, isActive: isActive ?? true, revision: revision)
  }
}

/// A text in which no card number may be (<doc:InvoiceTasks#Card-numbers>); neither may one stand in its place as a number.
struct CardlessTextForm: FieldForm {
  let text: TextForm

  var kind: FieldKind { text.kind }

  func read(_ value: JSONValue, _ faults: FaultCollector) -> String? {
    switch value {
    case .string(let given), .number(let given):
      guard !CardNumber.isIn(given) else {
        faults.refuseCardNumber()
        return nil
      }
    case .object, .array, .bool, .null: break
    }
    return text.read(value, faults)
  }
}

/// A month of the calendar, written YYYY-MM.
private struct ExpiryMonthForm: FieldForm {
  private let text = FormatForm(format: .month)

  var kind: FieldKind { text.kind }

  func read(_ value: JSONValue, _ faults: FaultCollector) -> ExpiryMonth? {
    guard let given = text.read(value, faults) else { return nil }
    guard let month = ExpiryMonth(given) else {
      faults.refuse(TextFormat.month.rule)
      return nil
    }
    return month
  }
}
