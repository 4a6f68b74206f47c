/// A part of a page. Names of elements and attributes stand in the program; whatever else there is, is escaped when it is written, so
/// that no text from outside is ever markup.
package indirect enum HTMLNode: Sendable {
  case text(String)
  case element(StaticString, [HTMLAttribute], [HTMLNode])
  case group([HTMLNode])

  package static let nothing = HTMLNode.group([])

  package static func tag(
    _ name: StaticString, _ attributes: [HTMLAttribute], _ content: [HTMLNode]
  ) -> HTMLNode {
    .element(name, attributes, content)
  }

  package static func tag(
    _ name: StaticString, _ attributes: [HTMLAttribute], _ text: String
  ) -> HTMLNode {
    .element(name, attributes, [.text(text)])
  }

  package static func tag(_ name: StaticString, _ content: [HTMLNode]) -> HTMLNode {
    .element(name, [], content)
  }

  package static func tag(_ name: StaticString, _ text: String) -> HTMLNode {
    .element(name, [], [.text(text)])
  }

  /// An element without content.
  package static func void(_ name: StaticString, _ attributes: [HTMLAttribute]) -> HTMLNode {
    .element(name, attributes, [])
  }

  /// The whole page, with the line that makes browsers follow the standard. `prefix`: what every address begins with.
  package func document(prefix: String) -> [UInt8] {
    var writer = HTMLWriter(prefix: prefix)
    writer.markup("<!DOCTYPE html>\n")
    writer.write(self)
    return Array(writer.text.utf8)
  }

  /// As it stands within a page.
  package var markup: String {
    var writer = HTMLWriter(prefix: "")
    writer.write(self)
    return writer.text
  }
}

/// An attribute of an element.
package struct HTMLAttribute: Sendable {
  enum Value: Sendable {
    case text(String)
    /// A page of this server: the only addresses that there are, so that no text from outside is one.
    case address(WebAddress)
    /// The name alone.
    case none
  }

  let name: StaticString
  let value: Value

  package init(_ name: StaticString, _ value: String) {
    self.name = name
    self.value = .text(value)
  }

  package init(_ name: StaticString, to address: WebAddress) {
    self.name = name
    value = .address(address)
  }

  /// One that is there or is not.
  package init(_ name: StaticString) {
    self.name = name
    value = .none
  }
}

/// The one place that makes markup of nodes.
private struct HTMLWriter {
  let prefix: String
  private(set) var text = ""

  init(prefix: String) { self.prefix = prefix }

  /// Elements that have no content, and no end.
  private static let void: Set<String> = ["br", "hr", "input", "link", "meta"]

  mutating func markup(_ markup: StaticString) { text += markup.description }

  mutating func write(_ node: HTMLNode) {
    switch node {
    case .text(let content): escape(content)
    case .group(let nodes): for node in nodes { write(node) }
    case .element(let name, let attributes, let content):
      text += "<\(name)"
      for attribute in attributes {
        text += " \(attribute.name)"
        switch attribute.value {
        case .none: continue
        case .text(let value):
          text += "=\""
          escape(value)
        case .address(let address):
          text += "=\""
          escape(prefix + address.text)
        }
        text += "\""
      }
      text += ">"
      guard !Self.void.contains(name.description) else { return }
      for node in content { write(node) }
      text += "</\(name)>"
    }
  }

  /// The five characters of markup. What HTML has no way to write, and what turns the direction of a line round, becomes a replacement
  /// character: a name cannot show itself as another.
  private mutating func escape(_ content: String) {
    for scalar in content.unicodeScalars {
      switch scalar {
      case "&": text += "&amp;"
      case "<": text += "&lt;"
      case ">": text += "&gt;"
      case "\"": text += "&quot;"
      case "'": text += "&#39;"
      case "\t", "\n", "\r": text.unicodeScalars.append(scalar)
      default:
        let value = scalar.value
        let isControl = value < 0x20 || (0x7F...0x9F).contains(value)
        let isTurning = (0x202A...0x202E).contains(value) || (0x2066...0x2069).contains(value)
        text.unicodeScalars.append(isControl || isTurning ? "\u{FFFD}" : scalar)
      }
    }
  }
}
