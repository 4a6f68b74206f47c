package import CivilTime
package import Monetary

/// Money that never came, or was taken back by the bank.
package struct Reversal: Hashable, Sendable, Identifiable {
  /// The sender's: the business key.
  package let id: RecordID<Reversal>
  package let paymentId: Payment.ID
  package let accountId: Account.ID
  package let amount: Money
  package let reversalDate: CivilDate
  package let reason: Reason
  /// The UTC day on which it was recorded.
  package let recordedDate: CivilDate

  package init(
    id: RecordID<Reversal>, paymentId: Payment.ID, accountId: Account.ID, amount: Money,
    reversalDate: CivilDate, reason: Reason, recordedDate: CivilDate
  ) {
    self.id = id
    self.paymentId = paymentId
    self.accountId = accountId
    self.amount = amount
    self.reversalDate = reversalDate
    self.reason = reason
    self.recordedDate = recordedDate
  }

  package var bookDate: CivilDate { min(reversalDate, recordedDate) }

  package enum Reason: String, Hashable, Sendable, CaseIterable {
    case chargeback = "Chargeback"
    case returned = "Returned"
    case bounced = "Bounced"
    case error = "Error"
  }
}
