/// What must be known to take invoices in.
package struct IngestionNeeded: Hashable, Sendable {
  /// Locked, and loaded with what stands behind them: terms, contacts, treatments, rates.
  package var accounts: Set<Account.ID> = []
  /// Which of these are used already?
  package var uniqueIdentifiers: Set<String> = []
  /// Which invoices bear these numbers, whatever their legal entity and whoever made them?
  package var numbers: Set<String> = []
  /// Countries whose tax rates are needed besides those of the accounts' addresses.
  package var countries: Set<String> = []
  /// Stored invoices to be changed: whole, their account locked.
  package var invoices: Set<Invoice.ID> = []

  package init() {}

  package mutating func formUnion(_ other: IngestionNeeded) {
    accounts.formUnion(other.accounts)
    uniqueIdentifiers.formUnion(other.uniqueIdentifiers)
    numbers.formUnion(other.numbers)
    countries.formUnion(other.countries)
    invoices.formUnion(other.invoices)
  }
}
