internal import Billing

extension TaxTreatment: StoredRecord {
  static let table = Table(
    "tax_treatment", key: ["id"],
    [
      .id, Column("name", .text), Column("is_taxable", .boolean), Column("tax_code", .text),
      Column("tax_category", .text), Column("is_default", .boolean), .revision,
      Column("exemption_reason", .text), Column("exemption_reason_code", .text),
    ])

  static var loading: RecordLoading { .namedAndDefault }

  init(from row: inout RowDecoder) throws(StoreError) {
    self.init(
      id: try row.id(), name: try row.text(), isTaxable: try row.boolean(),
      taxCode: try row.optionalText(), taxCategory: try row.optionalText(),
      isDefault: try row.boolean(), revision: try row.optionalInteger())
    exemptionReason = try row.optionalText()
    exemptionReasonCode = try row.optionalText()
  }

  func encode(into rows: inout RowBuffer) {
    rows.append(id)
    rows.append(name)
    rows.append(isTaxable)
    rows.append(taxCode)
    rows.append(taxCategory)
    rows.append(isDefault)
    rows.append(revision)
    rows.append(exemptionReason)
    rows.append(exemptionReasonCode)
  }
}
