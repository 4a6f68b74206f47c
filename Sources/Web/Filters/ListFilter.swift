import CivilTime

/// What a list shows, as its address says: what cannot be read counts as not given, and is named.
package protocol ListFilter: Hashable, Sendable {
  init(_ query: WebQuery)
  /// Its place in an address, so that reading it gives the same filter.
  var query: WebQuery { get }
  /// Values that were given and mean nothing, each as a sentence.
  static func problems(_ query: WebQuery) -> [String]
}

extension ListFilter {
  /// None, for a filter of texts alone: any text is one.
  package static func problems(_ query: WebQuery) -> [String] { [] }
}

/// How a value of an address is read.
enum FilterValue {
  static func date(_ query: WebQuery, _ name: String) -> CivilDate? {
    query[name].flatMap { CivilDate(iso8601: $0) }
  }

  static func choice<Choice: RawRepresentable<String>>(
    _ query: WebQuery, _ name: String
  ) -> Choice? {
    query[name].flatMap { Choice(rawValue: $0) }
  }

  /// A sentence where a value was given and is not read.
  static func problem(
    _ query: WebQuery, _ name: String, isRead: Bool, must: String
  ) -> [String] {
    guard let text = query[name], !isRead else { return [] }
    return ["\(name) must be \(must), not “\(text)”: it was left out."]
  }
}

/// A place in a list: what the last entry of a page is sorted by. In an address its parts stand side by side.
package struct ListPlace: Hashable, Sendable {
  package let parts: [String]

  package init(_ parts: [String]) { self.parts = parts }

  /// nil unless it has so many parts.
  init?(_ text: String?, parts count: Int) {
    guard let text else { return nil }
    let parts = text.split(separator: "*", omittingEmptySubsequences: false)
      .map { PercentCoding.decoded($0.utf8) }
    guard parts.count == count, !parts.contains(nil) else { return nil }
    self.parts = parts.compactMap(\.self)
  }

  var text: String { parts.map { PercentCoding.encoded($0) }.joined(separator: "*") }
}
