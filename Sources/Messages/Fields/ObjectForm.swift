import JSON

/// The form of an object: a table of its fields, a line each, and what they make together.
///
/// The table *is* the function that reads: each line names a field, its form and a sentence about it, so nothing can be
/// declared and not read. On a reader that only takes notes the same function gives the table as data
/// (``ObjectShape``). For that every field is read before anything is decided by one of them: the lines come first,
/// without a condition, then the guard, then the value.
///
/// ```swift
/// func read(_ fields: inout ObjectReader) -> Contact? {
///   let name = fields.required("name", .name, "What the person is called.")
///   let email = fields.optional("email", .email, "Where mail for the person goes.")
///   guard let name else { return nil }
///   return Contact(name: name, email: email)
/// }
/// ```
protocol ObjectForm<Value>: FieldForm {
  associatedtype Value

  /// Reads every field there may be; what is left is unknown, and refused by the caller.
  func read(_ fields: inout ObjectReader) -> Value?
}

extension ObjectForm {
  var shape: ObjectShape { ObjectShape { _ = read(&$0) } }

  var kind: FieldKind { .object(shape) }

  func read(_ value: JSONValue, _ faults: FaultCollector) -> Value? {
    guard case .object(let object) = value else {
      faults.refuse("must be an object")
      return nil
    }
    var fields = ObjectReader(object, faults)
    let result = read(&fields)
    fields.refuseUnknownMembers()
    return result
  }
}
