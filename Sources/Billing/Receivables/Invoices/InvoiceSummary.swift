package import CivilTime
package import Monetary

/// The head of a stored invoice, as completions list it.
package struct InvoiceSummary: Hashable, Sendable {
  package let id: Invoice.ID
  package let number: String?
  package let status: InvoiceStatus
  package let accountId: Account.ID
  package let orderIds: [Order.ID]
  package let billingScheduleIds: [BillingSchedule.ID]
  package let currency: Currency
  package let totalAmount: Money
  package let totalTaxAmount: Money
  package let totalAmountWithTax: Money
  package let dueDate: CivilDate

  /// The same with the number that its invoice was given.
  package func numbered(_ number: String) -> InvoiceSummary {
    InvoiceSummary(
      id: id, number: number, status: status, accountId: accountId, orderIds: orderIds,
      billingScheduleIds: billingScheduleIds, currency: currency, totalAmount: totalAmount,
      totalTaxAmount: totalTaxAmount, totalAmountWithTax: totalAmountWithTax, dueDate: dueDate)
  }

  package init(
    id: Invoice.ID,
    number: String?,
    status: InvoiceStatus,
    accountId: Account.ID,
    orderIds: [Order.ID],
    billingScheduleIds: [BillingSchedule.ID],
    currency: Currency,
    totalAmount: Money,
    totalTaxAmount: Money,
    totalAmountWithTax: Money,
    dueDate: CivilDate
  ) {
    self.id = id
    self.number = number
    self.status = status
    self.accountId = accountId
    self.orderIds = orderIds
    self.billingScheduleIds = billingScheduleIds
    self.currency = currency
    self.totalAmount = totalAmount
    self.totalTaxAmount = totalTaxAmount
    self.totalAmountWithTax = totalAmountWithTax
    self.dueDate = dueDate
  }
}
