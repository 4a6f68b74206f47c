import JSON

/// A whole number, as a JSON number without fraction or exponent.
struct IntegerForm<Value: FixedWidthInteger & Sendable>: FieldForm {
  let range: ClosedRange<Value>
  /// Narrower bounds that the domain holds the number to, once all fields are read.
  var domain: ClosedRange<Value>?

  var kind: FieldKind {
    let bounds = domain ?? range
    return .integer(Int64(bounds.lowerBound)...Int64(bounds.upperBound))
  }

  func read(_ value: JSONValue, _ faults: FaultCollector) -> Value? {
    guard case .number(let text) = value, let number = Value(text), range.contains(number) else {
      faults.refuse(
        "must be a whole number from \(range.lowerBound) to \(range.upperBound),"
          + " written without quotation marks, point or exponent")
      return nil
    }
    return number
  }
}

extension FieldForm where Self == IntegerForm<Int> {
  /// A number of things, which the domain bounds further.
  static func count(within domain: ClosedRange<Int>) -> IntegerForm<Int> {
    IntegerForm(range: 0...Int(Int32.max), domain: domain)
  }

  static func integer(_ range: ClosedRange<Int>) -> IntegerForm<Int> { IntegerForm(range: range) }
}

extension FieldForm where Self == IntegerForm<Int64> {
  /// The sender's own count of a record's versions.
  static var revision: IntegerForm<Int64> { IntegerForm(range: 0...Int64.max) }
}
