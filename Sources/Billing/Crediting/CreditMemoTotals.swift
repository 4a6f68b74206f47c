import Monetary

/// What the lines of a memo come to.
struct CreditMemoTotals {
  let amount: Money
  let tax: Money
  let amountWithTax: Money

  /// - Throws: ``MonetaryError/overflow`` when a sum is beyond an amount.
  init(of lines: [CreditMemoLine], currency: Currency) throws(MonetaryError) {
    var amount = Money.zero(currency)
    var tax = Money.zero(currency)
    for line in lines {
      amount = try amount.adding(line.amount)
      for record in line.taxes { tax = try tax.adding(record.amount) }
    }
    self.amount = amount
    self.tax = tax
    amountWithTax = try amount.adding(tax)
  }
}
