/// The accounts that invoices are made for from what a request brings, not from schedules.
package struct AccountsNeeded: Hashable, Sendable {
  /// Locked, and loaded with what stands behind them: terms, contacts, treatments, rates.
  package var toInvoice: Set<Account.ID> = []
  /// Countries whose tax rates are needed besides those of the accounts' addresses.
  package var taxCountries: Set<String> = []
  /// Whose accounts are to be invoiced as well: documents name their buyers so.
  package var ofBuyers: Set<BuyerKey> = []
  /// Which orders of the accounts to invoice have one of these as their own or the customer's number?
  package var orderNumbers: Set<String> = []

  package init() {}

  package mutating func formUnion(_ other: AccountsNeeded) {
    toInvoice.formUnion(other.toInvoice)
    taxCountries.formUnion(other.taxCountries)
    ofBuyers.formUnion(other.ofBuyers)
    orderNumbers.formUnion(other.orderNumbers)
  }
}
