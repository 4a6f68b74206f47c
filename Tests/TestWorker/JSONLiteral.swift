/// A JSON value written as a Swift literal, for the bodies of requests. Members keep their order.
package indirect enum JSONLiteral: Sendable {
  case text(String)
  /// The digits as they shall stand in the text.
  case number(String)
  case flag(Bool)
  case null
  case array([JSONLiteral])
  case object([(name: String, value: JSONLiteral)])

  package var bytes: [UInt8] { Array(description.utf8) }

  /// The object with these members added; one of the same name is replaced.
  package func adding(_ members: JSONLiteral) -> JSONLiteral {
    guard case .object(var all) = self, case .object(let added) = members else { return members }
    for member in added {
      if let place = all.firstIndex(where: { $0.name == member.name }) {
        all[place] = member
      } else {
        all.append(member)
      }
    }
    return .object(all)
  }
}

extension JSONLiteral: CustomStringConvertible {
  package var description: String {
    switch self {
    case .text(let text): Self.quoted(text)
    case .number(let digits): digits
    case .flag(let flag): flag ? "true" : "false"
    case .null: "null"
    case .array(let values): "[" + values.map(\.description).joined(separator: ",") + "]"
    case .object(let members):
      "{"
        + members.map { Self.quoted($0.name) + ":" + $0.value.description }
        .joined(separator: ",") + "}"
    }
  }

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted += "\\" + String(scalar)
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}

extension JSONLiteral: ExpressibleByStringInterpolation, ExpressibleByIntegerLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByNilLiteral, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral
{
  package init(stringLiteral value: String) { self = .text(value) }
  package init(integerLiteral value: Int) { self = .number(String(value)) }
  package init(booleanLiteral value: Bool) { self = .flag(value) }
  package init(nilLiteral: ()) { self = .null }
  package init(arrayLiteral elements: JSONLiteral...) { self = .array(elements) }
  package init(dictionaryLiteral elements: (String, JSONLiteral)...) {
    self = .object(elements.map { (name: $0.0, value: $0.1) })
  }
}
