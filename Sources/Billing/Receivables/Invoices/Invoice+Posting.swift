extension Invoice {
  /// The posted invoice with its number. Planning leaves the number open, because the counter is
  /// taken last in the transaction, for all invoices of a batch at once.
  package func posting(number: String) -> Invoice {
    var posted = self
    posted.number = number
    return posted
  }

  /// The head of the invoice, as completions list it.
  package var summary: InvoiceSummary {
    InvoiceSummary(
      id: id, number: number, accountId: accountId, orderIds: orderIds,
      billingScheduleIds: billingScheduleIds, currency: currency, totalAmount: totalAmount,
      totalTaxAmount: totalTaxAmount, totalAmountWithTax: totalAmountWithTax, dueDate: dueDate,
      standing: standing, version: version)
  }
}
