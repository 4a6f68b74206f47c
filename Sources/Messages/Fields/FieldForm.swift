import JSON

/// How a value of the wire becomes one of the domain.
protocol FieldForm<Value> {
  associatedtype Value

  /// The value, or nil after a fault was recorded.
  func read(_ value: JSONValue, _ faults: FaultCollector) -> Value?
}
