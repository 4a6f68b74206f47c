import Billing
import Messages
import Testing

/// A record as a sender writes it, field by field, so that each field can be left out or spoilt.
struct RecordSample: Sendable, CustomTestStringConvertible {
  struct Field: Sendable {
    let name: String
    let json: String
    var isRequired = false
    /// Whether it, or others in its place, must be there.
    var isOneOfSeveral = false
  }

  let type: String
  let fields: [Field]
  /// What the worker makes of it when all fields are given.
  let record: Record

  var testDescription: String { type }

  func text(
    replacing name: String? = nil, with json: String? = nil, adding extra: String? = nil
  ) -> String {
    var members = [#""type": "\#(type)""#]
    for field in fields {
      if field.name != name {
        members.append("\"\(field.name)\": \(field.json)")
      } else if let json {
        members.append("\"\(field.name)\": \(json)")
      }
    }
    if let extra { members.append(extra) }
    return "{" + members.joined(separator: ", ") + "}"
  }

  func decode(
    replacing name: String? = nil, with json: String? = nil, adding extra: String? = nil
  ) -> Intake {
    RequestDecoder.decode(
      Requests.upsert(text(replacing: name, with: json, adding: extra)))
  }
}
