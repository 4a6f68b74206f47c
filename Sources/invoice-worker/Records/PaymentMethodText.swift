import Billing
import CivilTime
import JSON

/// How an account pays, for people and for machines. What a payment system knows a method by is shown to nobody.
enum PaymentMethodText {
  /// Empty where there is none.
  static func text(_ methods: [SavedPaymentMethod], today: CivilDate, width: Int?) -> String {
    guard !methods.isEmpty else { return "" }
    var table = Table([
      .init("Payment method", wraps: true), .init("Kind", drop: 2), .init("Name", wraps: true),
      .init("Last 4", drop: 3), .init("Expires", drop: 1), .init("Can be charged"),
    ])
    for method in methods {
      table.append([
        method.id.text, method.kind.rawValue, method.displayName, method.last4 ?? "",
        method.expiresOn?.description ?? "", state(of: method, on: today),
      ])
    }
    return "\n" + table.text(width: width)
  }

  private static func state(of method: SavedPaymentMethod, on today: CivilDate) -> String {
    if !method.isActive { return "no, not active" }
    if method.isExpired(on: today) { return "no, expired" }
    return method.isAccountDefault ? "yes, by default" : "yes"
  }

  static func json(_ method: SavedPaymentMethod) -> JSONTree {
    .record([
      "savedPaymentMethodId": .string(method.id.text), "kind": .string(method.kind.rawValue),
      "displayName": .string(method.displayName), "last4": .text(method.last4),
      "expiresOn": .text(method.expiresOn?.description),
      "isDefault": .bool(method.isAccountDefault), "isActive": .bool(method.isActive),
    ])
  }
}
