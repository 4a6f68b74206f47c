import Billing

/// The fields of a TaxRate.
enum TaxRateFields {
  static func read(_ id: TaxRate.ID, _ fields: inout ObjectReader) -> TaxRate? {
    let country = fields.required("country", .country)
    let region = fields.optional("region", .text(maximum: 64))
    let taxCode = fields.required("taxCode", .text(maximum: 64))
    let name = fields.required("name", .name)
    let percent = fields.required("percent", .decimal)
    let effectiveFrom = fields.required("effectiveFrom", .date)
    let effectiveTo = fields.optional("effectiveTo", .date)
    let revision = fields.optional("revision", .revision)
    guard let country, let taxCode, let name, let percent, let effectiveFrom else { return nil }
    return TaxRate(
      id: id, country: country, region: region, taxCode: taxCode, name: name, percent: percent,
      effectiveFrom: effectiveFrom, effectiveTo: effectiveTo, revision: revision)
  }
}
