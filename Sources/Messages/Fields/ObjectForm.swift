import JSON

/// The form of an object: a list of its fields.
protocol ObjectForm<Value>: FieldForm {
  associatedtype Value

  /// Takes every field there may be; what is left is unknown and refused by the caller.
  func readMembers(_ fields: inout ObjectReader) -> Value?
}

extension ObjectForm {
  func read(_ value: JSONValue, _ faults: FaultCollector) -> Value? {
    guard case .object(let object) = value else {
      faults.refuse("must be an object")
      return nil
    }
    var fields = ObjectReader(object, faults)
    let result = readMembers(&fields)
    fields.refuseUnknownMembers()
    return result
  }
}
