internal import Billing

extension LegalEntity: StoredRecord {
  static let table = Table(
    "legal_entity", key: ["id"],
    [.id, Column("name", .text)] + Column.address() + [
      Column("tax_registration_number", .text), Column("is_default", .boolean), .revision,
    ] + SellerDetails.columns + [Column("email", .text)])

  static var loading: RecordLoading { .namedAndDefault }

  init(from row: inout RowDecoder) throws(StoreError) {
    self.init(
      id: try row.id(), name: try row.text(), address: try row.address(),
      taxRegistrationNumber: try row.optionalText(), isDefault: try row.boolean(),
      revision: try row.optionalInteger())
    details = try SellerDetails(from: &row)
    email = try row.legalEntityEmail()
  }

  func encode(into rows: inout RowBuffer) {
    rows.append(id)
    rows.append(name)
    rows.append(address)
    rows.append(taxRegistrationNumber)
    rows.append(isDefault)
    rows.append(revision)
    details.encode(into: &rows)
    rows.append(email?.storedText)
  }

  static func write(
    _ ids: [String], of records: RecordTables, to database: any Database
  ) throws(StoreError) {
    try LogoTable.write(
      ids.compactMap { records.legalEntities[ID($0)]?.details.logo }, to: database)
    try upsert(ids, of: records, to: database)
  }
}
