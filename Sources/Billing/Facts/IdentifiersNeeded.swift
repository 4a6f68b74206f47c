/// What may be in use already by a stored invoice.
package struct IdentifiersNeeded: Hashable, Sendable {
  /// Which of these are used already?
  package var uniqueIdentifiers: Set<String> = []
  /// Which invoices bear these numbers, whatever their legal entity and whoever made them?
  package var numbers: Set<String> = []
  /// Which invoices of the accounts to invoice bear these numbers? Documents name them as those before them.
  package var preceding: Set<String> = []

  package init() {}

  package mutating func formUnion(_ other: IdentifiersNeeded) {
    uniqueIdentifiers.formUnion(other.uniqueIdentifiers)
    numbers.formUnion(other.numbers)
    preceding.formUnion(other.preceding)
  }
}
