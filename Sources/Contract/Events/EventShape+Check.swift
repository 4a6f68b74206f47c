import CivilTime
package import JSON

extension EventShape {
  /// What of the value is not as it is declared here, each with its JSON pointer; an undeclared member too, unless those are
  /// tolerated, as consumers are to do.
  package func faults(in value: JSONValue, toleratingMore: Bool = false) -> [String] {
    EventCheck(toleratesMore: toleratingMore).faults(value, .object(self), at: "")
  }
}

private struct EventCheck {
  let toleratesMore: Bool

  func faults(_ value: JSONValue, _ kind: EventKind, at place: String) -> [String] {
    switch (kind, value) {
    case (.object(let shape), .object(let object)): return faults(object, shape, at: place)
    case (.list(let element), .array(let array)):
      return array.enumerated().flatMap { faults($1, element, at: "\(place)/\($0)") }
    case (.counts(let names), .object(let object)):
      return object.flatMap { member -> [String] in
        guard names.contains(member.name) || toleratesMore else {
          return ["\(place)/\(member.name) is not declared"]
        }
        return faults(member.value, .integer, at: "\(place)/\(member.name)")
      }
    case (.terms, .object): return []
    case (.flag, .bool): return []
    case (.integer, .number(let text)) where Int64(text) != nil: return []
    case (.choice(let names), .string(let text)) where names.contains(text): return []
    case (.text, .string): return []
    case (.date, .string(let text)) where CivilDate(iso8601: text) != nil: return []
    case (.instant, .string(let text)) where isInstant(text): return []
    case (.decimal, .string(let text)) where isDecimal(text): return []
    default: return ["\(place) is not \(kind.noun)"]
    }
  }

  private func faults(_ object: JSONObject, _ shape: EventShape, at place: String) -> [String] {
    var faults: [String] = []
    for member in shape.members where member.isAlwaysThere && object[member.name] == nil {
      faults.append("\(place)/\(member.name) is missing")
    }
    for given in object {
      let pointer = "\(place)/\(given.name)"
      guard let member = shape.member(named: given.name) else {
        if !toleratesMore { faults.append("\(pointer) is not declared") }
        continue
      }
      if given.isNull {
        if !member.mayBeNull { faults.append("\(pointer) is null") }
      } else {
        faults += self.faults(given.value, member.kind, at: pointer)
      }
    }
    return faults
  }

  private func isDecimal(_ text: String) -> Bool {
    let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
    let parts = digits.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    return parts.allSatisfy { part in
      !part.isEmpty && part.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
  }

  private func isInstant(_ text: String) -> Bool {
    let day = text.prefix(10)
    return CivilDate(iso8601: String(day)) != nil && text.dropFirst(10).hasPrefix("T")
      && text.hasSuffix("Z")
  }
}

extension EventKind {
  /// For a sentence.
  fileprivate var noun: String {
    switch self {
    case .text: "a text"
    case .decimal: "a decimal as a string"
    case .integer: "a whole number"
    case .flag: "true or false"
    case .date: "a date, YYYY-MM-DD"
    case .instant: "a time in UTC, as 2026-12-01T09:00:00Z"
    case .choice(let names): "one of \(names.joined(separator: ", "))"
    case .list: "an array"
    case .object, .counts, .terms: "an object"
    }
  }
}
