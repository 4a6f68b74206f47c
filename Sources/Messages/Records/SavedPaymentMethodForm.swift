import Billing
import JSON

/// Of a SavedPaymentMethod.
struct SavedPaymentMethodForm: RecordFieldsForm {
  let id: String

  func read(_ fields: inout ObjectReader) -> SavedPaymentMethod? {
    fields.refuseCardNumbers(besides: ["accountId", "revision"])
    let accountId = fields.required(
      "accountId", IdentifierForm<Account>(), "The account that pays by it.")
    let kind = fields.required(
      "kind", ChoiceForm<SavedPaymentMethod.Kind>(), "What kind of payment method it is.")
    let displayName = fields.required(
      "displayName", CardlessTextForm(text: TextForm.name),
      "What people know it by, such as Visa ending in 4242; never a card number.")
    let token = fields.optional(
      "token", CardlessTextForm(text: TextForm.text(maximum: 255)),
      "What the payment system knows it by; secret, and never a card number.")
    let last4 = fields.optional(
      "last4", CardlessTextForm(text: FormatForm(format: .lastFourDigits)),
      "The last four digits of its number.")
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

extension ObjectReader {
  /// Records a fault for each text and number in which a card number is, whatever it is and however deep it is: where it should
  /// not be, and in members that nobody knows, as well (<doc:InvoiceTasks#Card-numbers>).
  ///
  /// - Parameter names: members that have an identifier that exists elsewhere already, or a count.
  fileprivate func refuseCardNumbers(besides names: Set<String>) {
    for member in given where !names.contains(member.name) {
      faults.pointer.append(member: member.name)
      faults.refuseCardNumbers(in: member.value)
      faults.pointer.removeLast()
    }
  }
}

extension FaultCollector {
  fileprivate func refuseCardNumbers(in value: JSONValue) {
    switch value {
    case .string(let text), .number(let text):
      if CardNumber.isIn(text) { refuseCardNumber() }
    case .object(let object):
      for member in object {
        pointer.append(member: member.name)
        refuseCardNumbers(in: member.value)
        pointer.removeLast()
      }
    case .array(let array):
      for (index, element) in array.enumerated() {
        pointer.append(element: index)
        refuseCardNumbers(in: element)
        pointer.removeLast()
      }
    case .bool, .null: break
    }
  }
}

/// A text that is not looked at any more where a card number is in it: what is wrong with it has been said.
struct CardlessTextForm<Text: FieldForm>: FieldForm where Text.Value == String {
  let text: Text

  var kind: FieldKind { text.kind }

  func read(_ value: JSONValue, _ faults: FaultCollector) -> String? {
    switch value {
    case .string(let given), .number(let given):
      if CardNumber.isIn(given) { return nil }
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
