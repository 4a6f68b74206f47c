package import JSON

/// Ways into a document as a test reads it: what is not there is null.
extension JSONValue {
  package subscript(_ name: String) -> JSONValue {
    guard case .object(let object) = self else { return .null }
    return object[name] ?? .null
  }

  package subscript(_ index: Int) -> JSONValue {
    let elements = elements
    return elements.indices.contains(index) ? elements[index] : .null
  }

  package var elements: [JSONValue] {
    guard case .array(let array) = self else { return [] }
    return Array(array)
  }

  /// A string as it is, a number by its digits, a boolean by its name; nil for the rest.
  package var text: String? {
    switch self {
    case .string(let text), .number(let text): text
    case .bool(let flag): flag ? "true" : "false"
    case .object, .array, .null: nil
    }
  }

  package var isArray: Bool { if case .array = self { true } else { false } }

  package var isNull: Bool { self == .null }

  /// Of an array of objects: the member of that name of each.
  package func texts(_ name: String) -> [String] { elements.compactMap { $0[name].text } }

  /// Of an array of strings.
  package var texts: [String] { elements.compactMap(\.text) }
}
