import JSON

/// How a value of the wire becomes one of the domain.
protocol FieldForm<Value> {
  associatedtype Value

  /// What the value may be, as data: exactly what ``read(_:_:)`` accepts, as far as one value can say.
  var kind: FieldKind { get }

  /// The value, or nil after a fault was recorded.
  func read(_ value: JSONValue, _ faults: FaultCollector) -> Value?
}
