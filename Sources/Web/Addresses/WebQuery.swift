/// The names and values of a query or of a form (application/x-www-form-urlencoded), in their order.
package struct WebQuery: Hashable, Sendable {
  package struct Pair: Hashable, Sendable {
    package let name: String
    package let value: String

    package init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// Of more the first count.
  package static let mostPairs = 2_000

  package private(set) var pairs: [Pair]

  package init(_ pairs: [Pair] = []) { self.pairs = pairs }

  /// Those that have a value.
  package init(values: KeyValuePairs<String, String?>) {
    pairs = values.compactMap { name, value in value.map { Pair(name, $0) } }
  }

  /// What stands behind the question mark, or is the body of a form. A pair that is no text is left out.
  package init(reading text: some StringProtocol) {
    pairs = text.utf8.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: true)
      .prefix(Self.mostPairs).compactMap { part in
        let halves = part.split(
          separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = halves.first, let name = PercentCoding.decoded(first, plusIsSpace: true),
          let value = PercentCoding.decoded(halves.dropFirst().first ?? [], plusIsSpace: true)
        else { return nil }
        return Pair(name, value)
      }
  }

  /// The first value of the name, without blanks around it; nil where it is empty or too long to be meant.
  package subscript(_ name: String) -> String? {
    guard let value = self.value(name) else { return nil }
    let text = value.trimmed
    return text.isEmpty || text.utf8.count > 512 ? nil : text
  }

  /// The first value of the name as it is.
  package func value(_ name: String) -> String? { pairs.first { $0.name == name }?.value }

  package func values(_ name: String) -> [String] {
    pairs.filter { $0.name == name }.map(\.value)
  }

  package mutating func append(_ name: String, _ value: String?) {
    if let value { pairs.append(Pair(name, value)) }
  }

  package var text: String {
    pairs.map { "\(PercentCoding.encoded($0.name))=\(PercentCoding.encoded($0.value))" }
      .joined(separator: "&")
  }
}

extension String {
  /// Without blanks and line ends around it.
  package var trimmed: String {
    let isBlank = { (character: Character) in character.isWhitespace }
    let head = drop(while: isBlank)
    guard let last = head.lastIndex(where: { !isBlank($0) }) else { return "" }
    return String(head[...last])
  }
}
