/// What a request is known by: the sender's identifier, unique for each source, compared byte by byte
/// (<doc:Requests#Identity>).
package struct RequestKey: Hashable, Comparable, Sendable {
  /// 0–255 characters of printable ASCII; empty when the sender named none.
  package let source: String
  /// 1–128 characters of printable ASCII.
  package let identifier: String

  package init(
    source: String,
    identifier: String
  ) {
    self.source = source
    self.identifier = identifier
  }

  package static func < (a: RequestKey, b: RequestKey) -> Bool {
    (a.source, a.identifier) < (b.source, b.identifier)
  }
}
