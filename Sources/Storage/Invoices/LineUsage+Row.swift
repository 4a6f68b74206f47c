internal import Billing
internal import Monetary

/// Five columns of the line; the rate is the line's unit price.
extension LineUsage {
  static func optional(
    from row: inout RowDecoder, unitPrice: ExactDecimal
  ) throws(StoreError) -> LineUsage? {
    let consumed = try row.optionalDecimal()
    let included = try row.optionalDecimal()
    let overage = try row.optionalDecimal()
    let mode: TierMode? = try row.optionalValue()
    let tiers = try row.tiers()
    guard let consumed, let included, let overage else { return nil }
    return LineUsage(
      consumedQuantity: consumed, includedQuantity: included, overageQuantity: overage,
      price: UsagePrice(unitPrice: unitPrice, mode: mode, tiers: tiers))
  }
}

extension LineUsage? {
  func encode(into rows: inout RowBuffer) {
    guard let self else {
      for _ in 0..<5 { rows.append(nil as String?) }
      return
    }
    rows.append(self.consumedQuantity)
    rows.append(self.includedQuantity)
    rows.append(self.overageQuantity)
    rows.append(self.price.mode?.rawValue)
    rows.append(UsageTier.text(of: self.price.tiers))
  }
}
