/// What a plan needs of a tax engine that it has not. Where it is not empty, nothing of the plan may be stored or answered: it was
/// made with taxes of nothing, so that all its documents are found at once.
package struct TaxesAwaited: Hashable, Sendable {
  /// Documents without an answer, in the order in which they were met: to be asked about outside of the transaction; then the
  /// request is planned again.
  package var unquoted: [TaxDocument] = []
  /// Why the engine did not answer about one of the documents; nil where it is not away for any. The request is tried again later,
  /// which is no attempt of it.
  package var away: String?

  package init() {}

  package var isEmpty: Bool { unquoted.isEmpty && away == nil }

  package mutating func add(_ other: TaxesAwaited) {
    unquoted += other.unquoted
    away = away ?? other.away
  }
}
