package import Monetary

/// What has moved an invoice's balance since it was made: sums of ledger rows, net of what was taken back.
package struct SettledAmounts: Hashable, Sendable {
  /// By payments.
  package var paid: Money
  /// By credit memos, write-offs and the memo of a void included.
  package var credited: Money
  /// Of ``credited``, by memos of write-offs.
  package var writtenOff: Money
  /// What its negative lines came to when they were made into credit memos; raises the balance.
  package var converted: Money

  package init(_ currency: Currency) {
    paid = .zero(currency)
    credited = .zero(currency)
    writtenOff = .zero(currency)
    converted = .zero(currency)
  }

  package init(paid: Money, credited: Money, writtenOff: Money, converted: Money) {
    self.paid = paid
    self.credited = credited
    self.writtenOff = writtenOff
    self.converted = converted
  }

  /// Whether something is applied, and nothing but write-offs.
  package var isWrittenOffOnly: Bool {
    !writtenOff.isZero && paid.isZero && credited == writtenOff
  }
}
