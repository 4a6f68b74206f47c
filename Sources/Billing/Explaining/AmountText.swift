import Monetary

/// Numbers in the sentences of an explanation.
struct AmountText {
  let currency: Currency

  /// A price or another number that is an amount: at least with the currency's digits.
  func price(_ decimal: ExactDecimal) -> String {
    Money(exactly: decimal, currency: currency)?.decimalText ?? decimal.description
  }

  /// `822.580645161290…, rounded 822.58`; the one number where nothing is rounded.
  func rounding(_ quotient: ExactQuotient, to amount: Money?) -> String {
    let text = quotient.text(in: currency)
    guard let amount, amount.decimalText != text else { return text }
    return "\(text), rounded \(amount.decimalText)"
  }

  /// The smallest unit: `0.01`.
  var unit: String { (try? Money(minorUnits: 1, currency: currency))?.decimalText ?? "1" }

  static func days(_ count: Int) -> String { count == 1 ? "1 day" : "\(count) days" }

  /// `1`, `1 and 2`, `1, 2 and 3`; of many the first ones and how many more.
  static func list(_ numbers: [Int]) -> String {
    let few = 12
    let shown = numbers.prefix(few).map(String.init)
    guard numbers.count <= few else {
      return shown.joined(separator: ", ") + " and \(numbers.count - few) more"
    }
    guard let last = shown.last, shown.count > 1 else { return shown.joined() }
    return shown.dropLast().joined(separator: ", ") + " and " + last
  }
}
