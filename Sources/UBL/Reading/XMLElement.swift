/// An element with what of it matters here: its local name, attributes, text and children.
struct XMLElement: Sendable {
  let name: String
  let namespace: String
  var attributes: [String: String] = [:]
  var text = ""
  var children: [XMLElement] = []

  init(name: String, namespace: String) {
    self.name = name
    self.namespace = namespace
  }

  func first(_ name: String) -> XMLElement? { children.first { $0.name == name } }

  func all(_ name: String) -> [XMLElement] { children.filter { $0.name == name } }

  /// The element at a path of names such as `Party/PostalAddress`.
  func at(_ path: String) -> XMLElement? {
    var element = self
    for name in path.split(separator: "/") {
      guard let next = element.first(String(name)) else { return nil }
      element = next
    }
    return element
  }

  /// The trimmed text at a path; nil when there is none.
  func text(_ path: String) -> String? { at(path)?.trimmedText }

  var trimmedText: String? {
    let start = text.drop(while: \.isWhitespace)
    guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return nil }
    return String(start[...last])
  }
}
