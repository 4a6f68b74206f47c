package import Billing
package import CivilTime
package import Monetary

/// What an aging report is about.
package struct AgingSelection: Hashable, Sendable {
  package var asOf: CivilDate
  /// The UTC day on which it is asked: for it, and later days, the figures kept with the documents hold.
  package var today: CivilDate
  package var account: Account.ID?
  package var currency: Currency?
  /// Of invoices and of memos that are made of invoices their own; of payments and stand-alone memos the account's.
  package var legalEntity: LegalEntity.ID?

  package init(
    asOf: CivilDate, today: CivilDate, account: Account.ID? = nil, currency: Currency? = nil,
    legalEntity: LegalEntity.ID? = nil
  ) {
    self.asOf = asOf
    self.today = today
    self.account = account
    self.currency = currency
    self.legalEntity = legalEntity
  }
}
