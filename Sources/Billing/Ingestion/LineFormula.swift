import Monetary

/// What the amount of a line from outside should be: quantity × price ÷ base quantity + charges − allowances (Peppol,
/// PEPPOL-EN16931-R120).
struct LineFormula {
  let quantity: ExactDecimal
  let unitPrice: ExactDecimal
  let priceBaseQuantity: ExactDecimal
  let charges: [AmountWithReason]
  let allowances: [AmountWithReason]

  /// Before it is rounded.
  func quotient() throws(MonetaryError) -> ExactQuotient {
    var sum = ExactSum()
    try sum.add(quantity, times: unitPrice)
    for item in charges { try sum.add(item.amount, times: priceBaseQuantity) }
    for item in allowances { try sum.subtract(item.amount, times: priceBaseQuantity) }
    return try sum.quotient(dividedBy: priceBaseQuantity)
  }
}
