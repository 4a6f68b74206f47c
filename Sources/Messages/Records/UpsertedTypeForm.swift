import Billing
import JSON

/// The types of records that may be upserted, of all that have a name.
struct UpsertedTypeForm: FieldForm {
  let unsupported: Set<String>

  private static let types = RecordType.allCases.filter { $0 != .invoice && $0 != .request }

  func read(_ value: JSONValue, _ faults: FaultCollector) -> RecordType? {
    guard case .string(let name) = value else {
      faults.refuse("must be a string")
      return nil
    }
    if let type = RecordType(rawValue: name), Self.types.contains(type) { return type }
    let names = Self.types.map(\.rawValue).joined(separator: ", ")
    faults.refuse(
      unsupported.contains(name)
        ? "\(name) is not supported by this version; it can be \(names)"
        : "must be one of \(names)")
    return nil
  }
}
