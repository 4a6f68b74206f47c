internal import Billing

extension TaxRate: StoredRecord {
  static let table = Table(
    "tax_rate", key: ["id"],
    [
      .id, Column("country", .text), Column("region", .text), Column("tax_code", .text),
      Column("name", .text), Column("percent", .decimal), Column("effective_from", .date),
      Column("effective_to", .date), .revision,
    ])

  init(from row: inout RowDecoder) throws(StoreError) {
    self.init(
      id: try row.id(), country: try row.text(), region: try row.optionalText(),
      taxCode: try row.text(), name: try row.text(), percent: try row.decimal(),
      effectiveFrom: try row.date(), effectiveTo: try row.optionalDate(),
      revision: try row.optionalInteger())
  }

  func encode(into rows: inout RowBuffer) {
    rows.append(id)
    rows.append(country)
    rows.append(region)
    rows.append(taxCode)
    rows.append(name)
    rows.append(percent)
    rows.append(effectiveFrom)
    rows.append(effectiveTo)
    rows.append(revision)
  }
}
