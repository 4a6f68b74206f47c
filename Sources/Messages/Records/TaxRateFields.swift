import Billing
import Monetary

/// The fields of a TaxRate.
enum TaxRateFields {
  /// Excise duties go beyond a hundred per cent; beyond a thousand it is an amount in the wrong place.
  private static let percents: ClosedRange<ExactDecimal> = 0...1_000

  static func read(_ id: TaxRate.ID, _ fields: inout ObjectReader) -> TaxRate? {
    let country = fields.required("country", .country)
    let region = fields.optional("region", .text(maximum: 64))
    let taxCode = fields.required("taxCode", .text(maximum: 64))
    let name = fields.required("name", .name)
    let percent = fields.required("percent", .decimal)
    let effectiveFrom = fields.required("effectiveFrom", .date)
    let effectiveTo = fields.optional("effectiveTo", .date)
    let revision = fields.optional("revision", .revision)
    if let percent, !percents.contains(percent) {
      fields.refuse(
        "percent", "must lie between \(percents.lowerBound) and \(percents.upperBound)")
    }
    if let effectiveFrom, let effectiveTo, effectiveTo < effectiveFrom {
      fields.refuse("effectiveTo", "must not be before effectiveFrom; it is the last day in force")
    }
    guard let country, let taxCode, let name, let percent, let effectiveFrom else { return nil }
    return TaxRate(
      id: id, country: country, region: region, taxCode: taxCode, name: name, percent: percent,
      effectiveFrom: effectiveFrom, effectiveTo: effectiveTo, revision: revision)
  }
}
