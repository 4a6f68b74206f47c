package import Billing
package import Monetary

/// What a statement is read from, in order.
package enum StatementRow: Hashable, Sendable {
  /// What follows is in this currency.
  case currency(Currency)
  case entry(StatementEntry)
  case open(AgedDocument)
}
