/// A value of a document. Containers are views of the document: making one costs no copy.
package enum JSONValue: Sendable {
  case object(JSONObject)
  case array(JSONArray)
  case string(String)
  /// The digits as they were written, so that a decimal stays exact.
  case number(String)
  case bool(Bool)
  case null
}

/// Equal in what they hold: members in any order, strings code unit by code unit, numbers by
/// their text (`1.0` is not `1`).
extension JSONValue: Equatable {
  package static func == (left: JSONValue, right: JSONValue) -> Bool {
    switch (left, right) {
    case (.object(let left), .object(let right)): left == right
    case (.array(let left), .array(let right)): left.elementsEqual(right)
    case (.string(let left), .string(let right)): left.utf8.elementsEqual(right.utf8)
    case (.number(let left), .number(let right)): left == right
    case (.bool(let left), .bool(let right)): left == right
    case (.null, .null): true
    default: false
    }
  }
}
