import Billing

extension InvoiceSummary {
  /// The head of an invoice that was made just now.
  init(of invoice: Invoice) {
    self.init(
      id: invoice.id, number: invoice.number, status: invoice.status,
      accountId: invoice.accountId, orderIds: invoice.orderIds,
      billingScheduleIds: invoice.billingScheduleIds, currency: invoice.currency,
      totalAmount: invoice.totalAmount, totalTaxAmount: invoice.totalTaxAmount,
      totalAmountWithTax: invoice.totalAmountWithTax, dueDate: invoice.dueDate)
  }
}
