import Monetary

/// Gathers everything that is wrong with an invoice to be taken in. Lists are bounded, so that the
/// completion of a document with ten thousand bad lines still fits a message.
struct IngestionFaults {
  /// Errors listed one by one; how many more there are is said once.
  static let listedErrors = 100
  /// Warnings listed one by one.
  static let listedWarnings = 1_000

  private var listed: [Fault] = []
  /// Whether the request contradicts itself, as against not fitting the world, listed or not.
  private(set) var isInvalid = false
  private var unlistedErrors = 0
  private var noted: [Fault] = []
  private var unlistedWarnings = 0

  var isEmpty: Bool { listed.isEmpty }

  mutating func refuse(
    _ code: ErrorCode, at pointer: String,
    _ message: String, source: RecordReference? = nil
  ) {
    if code == .requestInvalid { isInvalid = true }
    guard listed.count < Self.listedErrors else {
      unlistedErrors += 1
      return
    }
    listed.append(Fault(code: code, message: message, pointer: pointer, source: source))
  }

  mutating func warn(
    _ code: ErrorCode, at pointer: String,
    _ message: String, source: RecordReference? = nil
  ) {
    guard noted.count < Self.listedWarnings else {
      unlistedWarnings += 1
      return
    }
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

  var errors: [Fault] {
    guard unlistedErrors > 0, let last = listed.last else { return listed }
    return listed + [
      Fault(
        code: isInvalid ? .requestInvalid : last.code,
        message: "There are \(unlistedErrors) more faults that are not listed; fix these first.")
    ]
  }

  var warnings: [Fault] {
    guard unlistedWarnings > 0, let last = noted.last else { return noted }
    return noted + [
      Fault(
        code: last.code,
        message: "There are \(unlistedWarnings) more warnings that are not listed.")
    ]
  }
}
