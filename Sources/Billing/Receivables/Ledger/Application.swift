package import CivilTime
package import Monetary

/// A row of the ledger: an amount moved from a payment's or a memo's balance to an invoice's. Never edited nor deleted; taking
/// it back is a row of its own that names it (<doc:Lifecycle#The-ledger>).
package struct Application: Hashable, Sendable, Identifiable {
  package let id: RecordID<Application>
  package let source: LedgerSource
  package let invoiceId: Invoice.ID
  package let accountId: Account.ID
  /// More than 0, of the memo that voids a negative invoice less than 0; a row that takes back bears the amount of the one that
  /// it names.
  package let amount: Money
  package let effectiveDate: CivilDate
  /// The UTC day on which it was recorded.
  package let recordedDate: CivilDate
  /// The application that this row takes back.
  package let takesBack: RecordID<Application>?

  package init(
    id: RecordID<Application>, source: LedgerSource, invoiceId: Invoice.ID,
    accountId: Account.ID, amount: Money, effectiveDate: CivilDate, recordedDate: CivilDate,
    takesBack: RecordID<Application>? = nil
  ) {
    self.id = id
    self.source = source
    self.invoiceId = invoiceId
    self.accountId = accountId
    self.amount = amount
    self.effectiveDate = effectiveDate
    self.recordedDate = recordedDate
    self.takesBack = takesBack
  }
}
