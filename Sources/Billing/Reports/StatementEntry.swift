package import CivilTime
package import Monetary

/// What moved an account's balance on a day (<doc:Lifecycle#Statement>). Applications move nothing and are none.
package struct StatementEntry: Hashable, Sendable {
  package let date: CivilDate
  package let kind: Kind
  package let id: String
  package let number: String?
  /// More is owed where it is positive.
  package let amount: Money

  package init(date: CivilDate, kind: Kind, id: String, number: String?, amount: Money) {
    self.date = date
    self.kind = kind
    self.id = id
    self.number = number
    self.amount = amount
  }

  /// In the order in which entries of one day stand.
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    case invoice = "Invoice"
    case creditMemo = "CreditMemo"
    /// Negative lines made into a credit memo: information, with 0.
    case conversion = "Conversion"
    case voidedCreditMemo = "VoidedCreditMemo"
    case payment = "Payment"
    case refund = "Refund"
    case reversal = "Reversal"
  }
}
