import JSON

/// One of a fixed set of names.
struct ChoiceForm<Value>: FieldForm
where Value: RawRepresentable & CaseIterable & Sendable, Value.RawValue == String {
  var kind: FieldKind { .choice(Value.allCases.map(\.rawValue)) }

  func read(_ value: JSONValue, _ faults: FaultCollector) -> Value? {
    guard case .string(let name) = value else {
      faults.refuse("must be one of \(names), as a string")
      return nil
    }
    if let choice = Value(rawValue: name) { return choice }
    faults.refuse("must be one of \(names)")
    return nil
  }

  private var names: String { Value.allCases.map(\.rawValue).joined(separator: ", ") }
}
