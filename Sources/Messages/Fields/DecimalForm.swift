import JSON
import Monetary

/// A decimal of the wire, as a string or as a JSON number, read from its digits (<doc:Money>).
struct DecimalForm: FieldForm {
  var kind: FieldKind { .decimal(Self.shape()) }

  static func shape(isPositive: Bool = false) -> DecimalShape {
    DecimalShape(
      integerDigits: ExactDecimal.largestIntegerDigits,
      fractionDigits: ExactDecimal.largestScale, isPositive: isPositive)
  }

  func read(_ value: JSONValue, _ faults: FaultCollector) -> ExactDecimal? {
    switch value {
    case .string(let text), .number(let text):
      if let decimal = ExactDecimal(wire: text) { return decimal }
    default:
      break
    }
    faults.refuse(
      "must be a decimal such as \"1548.39\": at most \(ExactDecimal.largestIntegerDigits) digits"
        + " before the point and \(ExactDecimal.largestScale) after, no exponent")
    return nil
  }
}

extension FieldForm where Self == DecimalForm {
  static var decimal: DecimalForm { DecimalForm() }
}
