import JSON

/// What an import must know of a record to send it in the right order. Everything else is the worker's to
/// judge.
package struct RecordHead: Hashable, Sendable {
  package let type: String
  package let id: String
  /// The account, for accounts and contacts.
  package let unit: String?

  package struct Problem: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String
  }

  /// Whether the line is one JSON object with a type and an identifier.
  package static func read(_ line: [UInt8]) -> Result<RecordHead, Problem> {
    let document: JSONDocument
    do throws(JSONError) {
      document = try JSONDocument(reading: line)
    } catch {
      return .failure(Problem(description: "the line is not one JSON object: \(error)"))
    }
    guard case .object(let object) = document.root else {
      return .failure(Problem(description: "the line is not one JSON object"))
    }
    guard case .string(let type)? = object["type"] else {
      return .failure(Problem(description: "the record has no \"type\"; write it as a string"))
    }
    guard case .string(let id)? = object["id"] else {
      return .failure(Problem(description: "the record has no \"id\"; write it as a string"))
    }
    var unit: String?
    if type == "Account" {
      unit = id
    } else if type == "Contact", case .string(let account)? = object["accountId"] {
      unit = account
    }
    return .success(RecordHead(type: type, id: id, unit: unit))
  }
}
