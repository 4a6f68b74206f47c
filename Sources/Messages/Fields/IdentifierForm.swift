import Billing
import JSON

/// The identifier of a record, chosen by the sender: 1–64 characters of printable ASCII.
struct IdentifierForm<Record>: FieldForm {
  var kind: FieldKind { OpaqueIdentifierForm().kind }

  func read(_ value: JSONValue, _ faults: FaultCollector) -> RecordID<Record>? {
    OpaqueIdentifierForm().read(value, faults).map { RecordID($0) }
  }
}

/// The same for what belongs to another system and is only carried along.
struct OpaqueIdentifierForm: FieldForm {
  var kind: FieldKind { .identifier(length: PrintableASCII.recordIdentifierLength) }

  func read(_ value: JSONValue, _ faults: FaultCollector) -> String? {
    guard case .string(let text) = value,
      PrintableASCII.contains(text, length: PrintableASCII.recordIdentifierLength)
    else {
      faults.refuse("must be an identifier: 1 to 64 characters of printable ASCII, no spaces")
      return nil
    }
    return text
  }
}

extension FieldForm where Self == OpaqueIdentifierForm {
  static var opaqueIdentifier: OpaqueIdentifierForm { OpaqueIdentifierForm() }
}
