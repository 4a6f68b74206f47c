import Billing

/// Of a TaxRate.
struct TaxRateForm: RecordFieldsForm {
  let id: String

  func read(_ fields: inout ObjectReader) -> TaxRate? {
    let country = fields.required(
      "country", .country, "The country that the rate holds in, by its code of ISO 3166-1.")
    let region = fields.optional(
      "region", .text(maximum: 64), "The state or region; without it the whole country.")
    let taxCode = fields.required(
      "taxCode", .text(maximum: 64), "The code of the treatments that the rate is for.")
    let name = fields.required("name", .name, "What the tax is called on invoices.")
    let percent = fields.required("percent", .decimal, "The rate in percent, not negative.")
    let effectiveFrom = fields.required(
      "effectiveFrom", .date, "The first day that the rate holds on.")
    let effectiveTo = fields.optional(
      "effectiveTo", .date, "The last day that the rate holds on; without it, no end is known.")
    let revision = fields.revision()
    guard let country, let taxCode, let name, let percent, let effectiveFrom else { return nil }
    return TaxRate(
      id: RecordID(id), country: country, region: region, taxCode: taxCode, name: name,
      percent: percent, effectiveFrom: effectiveFrom, effectiveTo: effectiveTo, revision: revision)
  }
}
