import Monetary

extension InvoiceLine {
  /// Whether it can become a credit (<doc:Lifecycle#Converting-negative-lines>): it is negative, also with its tax. An adjustment
  /// of the document is no credit, but a discount on the other lines.
  var isConvertible: Bool {
    guard type != .adjustment, amount.isNegative else { return false }
    var sum = amount.minorUnits
    for tax in taxes { sum += tax.amount.minorUnits }
    return sum < 0
  }
}
