import Monetary

/// A price for people: at least the digits of the currency, and as many as it needs.
enum PriceText {
  static func text(_ price: ExactDecimal, _ currency: Currency) -> String {
    let text = price.description
    let given = Int(price.scale)
    let missing = currency.minorUnitDigits - given
    guard missing > 0 else { return text }
    return text + (given == 0 ? "." : "") + String(repeating: "0", count: missing)
  }

  /// The same of texts as an event carries them; what cannot be read is shown as it is.
  static func text(_ price: String?, _ currency: String?) -> String {
    guard let price, let decimal = ExactDecimal(wire: price),
      let currency = currency.flatMap({ Currency(code: $0) })
    else { return price ?? "" }
    return text(decimal, currency)
  }
}
