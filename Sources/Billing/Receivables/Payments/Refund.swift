package import CivilTime
package import Monetary

/// Money that went out again, from a payment's unapplied amount or a credit memo's balance.
package struct Refund: Hashable, Sendable, Identifiable {
  /// The sender's: the business key.
  package let id: RecordID<Refund>
  package let source: LedgerSource
  package let accountId: Account.ID
  package let amount: Money
  package let refundDate: CivilDate
  package let reference: String?
  /// The UTC day on which it was recorded.
  package let recordedDate: CivilDate

  package init(
    id: RecordID<Refund>, source: LedgerSource, accountId: Account.ID, amount: Money,
    refundDate: CivilDate, reference: String? = nil, recordedDate: CivilDate
  ) {
    self.id = id
    self.source = source
    self.accountId = accountId
    self.amount = amount
    self.refundDate = refundDate
    self.reference = reference
    self.recordedDate = recordedDate
  }

  package var bookDate: CivilDate { min(refundDate, recordedDate) }
}
