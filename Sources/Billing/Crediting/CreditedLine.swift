import Monetary

/// What is credited of an invoice's line, by whatever memo (<doc:Lifecycle#Credit-memos>).
struct CreditedLine {
  private let amount: Money
  private let taxes: [InvoiceLineTax]
  private var credited: Money
  /// By every strategy.
  private var creditedTax: Money
  /// By `CopyFromInvoiceLine`: amounts, and of each tax record of the line.
  private var copied: Money
  private var copiedTaxes: [Money]

  init(of line: InvoiceLine) {
    let zero = Money.zero(line.amount.currency)
    amount = line.amount
    taxes = line.taxes
    credited = zero
    creditedTax = zero
    copied = zero
    copiedTaxes = [Money](repeating: zero, count: line.taxes.count)
  }

  /// What may still be credited of the line's amount; 0 of one that charges nothing.
  var left: Money {
    get throws(MonetaryError) {
      let left = try amount.subtracting(credited)
      return left.isNegative ? .zero(amount.currency) : left
    }
  }

  /// What may still be credited of its tax.
  var taxLeft: Money {
    get throws(MonetaryError) {
      try Money.sum(taxes.lazy.map(\.amount), currency: amount.currency).subtracting(creditedTax)
    }
  }

  /// The share of each tax of the line that a credit of its amount copies: what this and all copied before come to in
  /// proportion, less what was copied before. So parts sum to the line's tax, in whatever parts.
  func copiedTaxes(of credit: Money) throws(MonetaryError) -> [InvoiceLineTax] {
    let sum = try copied.adding(credit)
    var shares: [InvoiceLineTax] = []
    for (tax, before) in zip(taxes, copiedTaxes) {
      shares.append(
        tax.with(amount: try tax.amount.share(sum, of: amount).subtracting(before)))
    }
    return shares
  }

  /// A given amount of tax over the taxes of the line, in proportion; nil where the line has none.
  func givenTaxes(_ tax: Money) throws(MonetaryError) -> [InvoiceLineTax]? {
    guard !taxes.isEmpty else { return nil }
    let shares = try Allocation.split(tax, by: taxes.map(\.amount.minorUnits))
    // A loop: amounts in a closure of two parameters are misaligned by the compiler (6.3.1, unoptimized).
    var given: [InvoiceLineTax] = []
    for (tax, share) in zip(taxes, shares) { given.append(tax.with(amount: share)) }
    return given
  }

  /// Whether a credit's tax is more than what is left of the line's.
  func isBeyond(_ tax: Money) throws(MonetaryError) -> Bool {
    let whole = try Money.sum(taxes.lazy.map(\.amount), currency: amount.currency)
    let left = try taxLeft
    return whole.isNegative ? tax.minorUnits < left.minorUnits : tax.minorUnits > left.minorUnits
  }

  /// Counts a line of a memo that credits this one.
  mutating func insert(_ credit: CreditMemoLine) throws(MonetaryError) {
    credited = try credited.adding(credit.amount)
    for tax in credit.taxes { creditedTax = try creditedTax.adding(tax.amount) }
    guard credit.taxStrategy == .copyFromInvoiceLine else { return }
    copied = try copied.adding(credit.amount)
    for (index, tax) in zip(copiedTaxes.indices, credit.taxes) {
      copiedTaxes[index] = try copiedTaxes[index].adding(tax.amount)
    }
  }
}
