package import Monetary

extension [RunTotals] {
  /// Adds the totals of an invoice, in its currency; the elements stay in order of currency code.
  ///
  /// - Throws: ``MonetaryError`` when a sum is beyond its bound; nothing has been added then.
  package mutating func add(_ invoice: Invoice) throws(MonetaryError) {
    try add(
      RunTotals(
        invoices: 1, totalAmount: invoice.totalAmount, totalTaxAmount: invoice.totalTaxAmount,
        totalAmountWithTax: invoice.totalAmountWithTax))
  }

  /// Adds the totals of several invoices of one currency, such as another chunk's.
  ///
  /// - Throws: ``MonetaryError`` when a sum is beyond its bound; nothing has been added then.
  package mutating func add(_ other: RunTotals) throws(MonetaryError) {
    for index in indices where self[index].currency == other.currency {
      let amount = try self[index].totalAmount.adding(other.totalAmount)
      let tax = try self[index].totalTaxAmount.adding(other.totalTaxAmount)
      let both = try self[index].totalAmountWithTax.adding(other.totalAmountWithTax)
      self[index].invoices += other.invoices
      self[index].totalAmount = amount
      self[index].totalTaxAmount = tax
      self[index].totalAmountWithTax = both
      return
    }
    let code = other.currency.code
    insert(other, at: firstIndex { code < $0.currency.code } ?? endIndex)
  }
}
