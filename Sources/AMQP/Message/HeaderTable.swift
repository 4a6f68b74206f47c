/// Header fields in the order they have on the wire.
package struct HeaderTable: Sendable, Equatable {
  package struct Entry: Sendable, Equatable {
    package var name: String
    package var value: HeaderValue
  }

  package private(set) var entries: [Entry]

  /// Tables and arrays nested deeper than this are not sent, and arrive as `void`: a hostile message
  /// must not choose how deep the worker recurses.
  package static let depthLimit = 16

  package init() {
    entries = []
  }

  package var isEmpty: Bool { entries.isEmpty }
  package var count: Int { entries.count }

  /// The first value of that name. Setting replaces it in place, or appends; `nil` removes.
  package subscript(name: String) -> HeaderValue? {
    get { entries.first { $0.name == name }?.value }
    set {
      guard let newValue else {
        entries.removeAll { $0.name == name }
        return
      }
      if let index = entries.firstIndex(where: { $0.name == name }) {
        entries[index].value = newValue
      } else {
        append(name, newValue)
      }
    }
  }

  /// Adds a field without looking for one of the same name.
  package mutating func append(_ name: String, _ value: HeaderValue) {
    entries.append(Entry(name: name, value: value))
  }

  /// Keeps the fields that satisfy the condition.
  package func filter(_ isKept: (Entry) -> Bool) -> HeaderTable {
    var table = self
    table.entries.removeAll { !isKept($0) }
    return table
  }

  mutating func reserveCapacity(_ count: Int) {
    entries.reserveCapacity(count)
  }

  /// Bytes on the wire, with the length in front.
  package var wireSize: Int {
    entries.reduce(4) { $0 + 1 + $1.name.utf8.count + $1.value.wireSize }
  }

  var depth: Int {
    1 + (entries.map(\.value.depth).max() ?? 0)
  }

  /// The first field name longer than the protocol allows, at any depth.
  var longestNameExcess: Int? {
    for entry in entries {
      if entry.name.utf8.count > 255 { return entry.name.utf8.count }
      if let excess = entry.value.longestNameExcess { return excess }
    }
    return nil
  }
}

extension HeaderTable: ExpressibleByDictionaryLiteral {
  package init(dictionaryLiteral elements: (String, HeaderValue)...) {
    entries = elements.map { Entry(name: $0.0, value: $0.1) }
  }
}

extension HeaderValue {
  fileprivate var longestNameExcess: Int? {
    switch self {
    case .table(let table): table.longestNameExcess
    case .array(let values): values.lazy.compactMap(\.longestNameExcess).first
    default: nil
    }
  }
}
