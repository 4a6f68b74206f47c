package import Billing
package import CivilTime

/// Which invoices are meant.
package struct InvoiceSelection: Hashable, Sendable {
  package enum Scope: Hashable, Sendable {
    case all
    case account(Account.ID)
    /// Those on the order's list.
    case order(Order.ID)
    /// Those of the contract's schedules.
    case contract(BillingContract.ID)
  }

  package var scope: Scope
  /// As it shows on ``today``; nil for any.
  package var status: ShownStatus?
  /// The first invoice date; nil for no bound.
  package var from: CivilDate?
  /// The last invoice date, inclusive; nil for no bound.
  package var to: CivilDate?
  package var today: CivilDate

  package init(
    _ scope: Scope,
    status: ShownStatus? = nil,
    from: CivilDate? = nil,
    to: CivilDate? = nil,
    today: CivilDate = UTCInstant.now().date
  ) {
    self.scope = scope
    self.status = status
    self.from = from
    self.to = to
    self.today = today
  }
}
