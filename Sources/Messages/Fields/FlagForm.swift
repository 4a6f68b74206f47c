import JSON

/// true or false, and nothing that resembles them.
struct FlagForm: FieldForm {
  var kind: FieldKind { .flag }

  func read(_ value: JSONValue, _ faults: FaultCollector) -> Bool? {
    guard case .bool(let flag) = value else {
      faults.refuse("must be true or false")
      return nil
    }
    return flag
  }
}

extension FieldForm where Self == FlagForm {
  static var flag: FlagForm { FlagForm() }
}
