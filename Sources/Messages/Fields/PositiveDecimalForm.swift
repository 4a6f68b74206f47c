import JSON
import Monetary

/// An amount that is more than 0. Whether it is exact in its currency the domain says.
struct PositiveDecimalForm: FieldForm {
  var kind: FieldKind { .decimal(DecimalForm.shape(isPositive: true)) }

  func read(_ value: JSONValue, _ faults: FaultCollector) -> ExactDecimal? {
    guard let decimal = DecimalForm().read(value, faults) else { return nil }
    guard !decimal.isZero, !decimal.isNegative else {
      faults.refuse("must be more than 0")
      return nil
    }
    return decimal
  }
}

extension FieldForm where Self == PositiveDecimalForm {
  static var positiveDecimal: PositiveDecimalForm { PositiveDecimalForm() }
}
