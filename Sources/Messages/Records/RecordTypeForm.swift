import Billing
import JSON

/// The `type` of a record: one of these kinds.
struct RecordTypeForm: FieldForm {
  let types: [RecordDefinition]

  var kind: FieldKind { .choice(types.map(\.type.rawValue)) }

  func read(_ value: JSONValue, _ faults: FaultCollector) -> RecordDefinition? {
    guard case .string(let name) = value else {
      faults.refuse("must be a string")
      return nil
    }
    if let definition = RecordDefinition(name: name) { return definition }
    let names = types.map(\.type.rawValue).joined(separator: ", ")
    faults.refuse("must be one of \(names)")
    return nil
  }
}
