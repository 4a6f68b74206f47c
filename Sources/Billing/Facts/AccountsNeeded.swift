/// The accounts that invoices are made for from what a request brings, not from schedules.
package struct AccountsNeeded: Hashable, Sendable {
  /// Locked, and loaded with what stands behind them: terms, contacts, treatments, rates.
  package var toInvoice: Set<Account.ID> = []
  /// Countries whose tax rates are needed besides those of the accounts' addresses.
  package var taxCountries: Set<String> = []

  package init() {}

  package mutating func formUnion(_ other: AccountsNeeded) {
    toInvoice.formUnion(other.toInvoice)
    taxCountries.formUnion(other.taxCountries)
  }
}
