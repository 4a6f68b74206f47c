package import JSON

extension JSONTree {
  /// JSON for people, ending with a line feed: two blanks a level; a container that holds no other and is short stands on one
  /// line.
  package var lines: String {
    var text = ""
    append(to: &text, indent: 0)
    return text + "\n"
  }

  /// Columns of a container that stands on one line.
  private static let lineWidth = 60

  private func append(to text: inout String, indent: Int) {
    let isFlat = members.allSatisfy { $0.value.isScalar } && elements.allSatisfy(\.isScalar)
    switch self {
    case .object(let members) where !members.isEmpty:
      let parts = members.map { (member: Member) -> String in
        isFlat ? Self.flat(.string(member.name)) + ": " + Self.flat(member.value) : ""
      }
      if isFlat, Self.fits(parts) {
        text += "{ \(parts.joined(separator: ", ")) }"
        return
      }
      text += "{"
      for (index, member) in members.enumerated() {
        text += index == 0 ? "\n" : ",\n"
        text += Self.blanks(indent + 1) + Self.flat(.string(member.name)) + ": "
        member.value.append(to: &text, indent: indent + 1)
      }
      text += "\n\(Self.blanks(indent))}"
    case .array(let elements) where !elements.isEmpty:
      let parts = elements.map { isFlat ? Self.flat($0) : "" }
      if isFlat, Self.fits(parts) {
        text += "[\(parts.joined(separator: ", "))]"
        return
      }
      text += "["
      for (index, element) in elements.enumerated() {
        text += (index == 0 ? "\n" : ",\n") + Self.blanks(indent + 1)
        element.append(to: &text, indent: indent + 1)
      }
      text += "\n\(Self.blanks(indent))]"
    default:
      text += Self.flat(self)
    }
  }

  /// Whether it is no container that holds something.
  var isScalar: Bool { members.isEmpty && elements.isEmpty }

  private static func fits(_ parts: [String]) -> Bool {
    parts.reduce(2) { $0 + $1.count + 2 } <= lineWidth
  }

  private static func flat(_ value: JSONTree) -> String {
    String(decoding: value.bytes, as: UTF8.self)
  }

  private static func blanks(_ indent: Int) -> String { String(repeating: " ", count: indent * 2) }
}
