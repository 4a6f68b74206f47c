import Monetary

/// Gathers everything that is wrong with an invoice to be ingested.
struct IngestionFaults {
  private var refused = BoundedFaults(.errors)
  private var noted = BoundedFaults(.warnings)
  /// Whether the request contradicts itself, as against not fitting the world, listed or not.
  private(set) var isInvalid = false

  var isEmpty: Bool { refused.isEmpty }
  var errors: [Fault] { refused.all(endingWith: isInvalid ? .requestInvalid : nil) }
  var warnings: [Fault] { noted.all() }

  mutating func refuse(_ fault: Fault) {
    if fault.code == .requestInvalid { isInvalid = true }
    refused.append(fault)
  }

  mutating func refuse(
    _ code: ErrorCode, at pointer: String,
    _ message: String, source: RecordReference? = nil
  ) {
    refuse(Fault(code: code, message: message, pointer: pointer, source: source))
  }

  mutating func warn(
    _ code: ErrorCode, at pointer: String,
    _ message: String, source: RecordReference? = nil
  ) {
    noted.append(Fault(code: code, message: message, pointer: pointer, source: source))
  }

  /// The amount, or nil and a fault when it is finer than the currency's minor unit.
  mutating func money(
    _ decimal: ExactDecimal, _ currency: Currency, at pointer: @autoclosure () -> String
  ) -> Money? {
    if let money = Money(exactly: decimal, currency: currency) { return money }
    refuse(
      .amountNotExact, at: pointer(),
      "\(decimal) is finer than the minor unit of \(currency), which has "
        + "\(currency.minorUnitDigits) decimals. Round it where it is made.")
    return nil
  }

  /// An amount beyond what can be stored.
  mutating func overflow(at pointer: String) {
    refuse(
      .amountOverflow, at: pointer,
      "The sum is beyond 18 digits before the point. Check the amounts.")
  }
}
