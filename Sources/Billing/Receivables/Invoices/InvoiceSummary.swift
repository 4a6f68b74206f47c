package import CivilTime
package import Monetary

/// The head of a stored invoice, as completions list it.
package struct InvoiceSummary: Hashable, Sendable {
  package let id: Invoice.ID
  package private(set) var number: String?
  package let accountId: Account.ID
  package let orderIds: [Order.ID]
  package let billingScheduleIds: [BillingSchedule.ID]
  package let currency: Currency
  package let totalAmount: Money
  package let totalTaxAmount: Money
  package let totalAmountWithTax: Money
  package let dueDate: CivilDate
  /// Status and balance, and how they are shown on a day.
  package let standing: InvoiceStanding
  /// ``Invoice/version``.
  package let version: Int64

  package var status: InvoiceStatus { standing.status }
  package var balance: Money { standing.balance }

  package func shownStatus(on today: CivilDate) -> ShownStatus {
    standing.shownStatus(on: today)
  }

  /// The same with the number that its invoice was given.
  package func numbered(_ number: String) -> InvoiceSummary {
    var summary = self
    summary.number = number
    return summary
  }

  package init(
    id: Invoice.ID,
    number: String?,
    accountId: Account.ID,
    orderIds: [Order.ID],
    billingScheduleIds: [BillingSchedule.ID],
    currency: Currency,
    totalAmount: Money,
    totalTaxAmount: Money,
    totalAmountWithTax: Money,
    dueDate: CivilDate,
    standing: InvoiceStanding,
    version: Int64 = 1
  ) {
    self.id = id
    self.number = number
    self.accountId = accountId
    self.orderIds = orderIds
    self.billingScheduleIds = billingScheduleIds
    self.currency = currency
    self.totalAmount = totalAmount
    self.totalTaxAmount = totalTaxAmount
    self.totalAmountWithTax = totalAmountWithTax
    self.dueDate = dueDate
    self.standing = standing
    self.version = version
  }
}
