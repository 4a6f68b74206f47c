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
  /// What the number begins with; nil for any, and those without one.
  package var numberPrefix: String?
  /// Only those that come after this one in the list.
  package var after: Place?

  /// What the list of invoices is sorted by.
  package struct Place: Hashable, Sendable {
    package let invoiceDate: CivilDate
    /// Empty for an invoice without one.
    package let number: String
    package let id: Invoice.ID

    package init(invoiceDate: CivilDate, number: String, id: Invoice.ID) {
      self.invoiceDate = invoiceDate
      self.number = number
      self.id = id
    }
  }

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
