import Billing
import JSON
import Monetary

/// A currency code. One that is not known leaves the request well-formed and its record unusable.
struct CurrencyForm: FieldForm {
  var kind: FieldKind { .currency }

  func read(_ value: JSONValue, _ faults: FaultCollector) -> Currency? {
    guard case .string(let code) = value, !ControlCharacters.areIn(code) else {
      faults.refuse("must be a string without control characters")
      return nil
    }
    if let currency = Currency(code: code) { return currency }
    faults.unusable.append(
      Fault(
        code: .currencyUnknown,
        message: "\(EscapedText.of(code, limit: 8)) is not a currency of ISO 4217 that has a minor"
          + " unit. Give a code such as EUR.",
        pointer: faults.pointer.description))
    return nil
  }
}
