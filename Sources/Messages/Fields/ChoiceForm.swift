import JSON

/// One of a fixed set of names.
struct ChoiceForm<Value>: FieldForm
where Value: RawRepresentable & CaseIterable & Sendable, Value.RawValue == String {
  /// Names that the contract has and this version does not handle.
  var unsupported: Set<String> = []

  func read(_ value: JSONValue, _ faults: FaultCollector) -> Value? {
    guard case .string(let name) = value else {
      faults.refuse("must be one of \(names), as a string")
      return nil
    }
    if let choice = Value(rawValue: name) { return choice }
    if unsupported.contains(name) {
      faults.refuse("\(name) is not supported by this version; it can be \(names)")
    } else {
      faults.refuse("must be one of \(names)")
    }
    return nil
  }

  private var names: String { Value.allCases.map(\.rawValue).joined(separator: ", ") }
}
