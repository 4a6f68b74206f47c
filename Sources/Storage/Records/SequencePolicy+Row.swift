internal import Billing

extension SequencePolicy: StoredRecord {
  static let table = Table(
    "sequence_policy", key: ["id"],
    [
      .id, Column("legal_entity_id", .identifier), Column("mode", .text), Column("pattern", .text),
      Column("date_stamp_format", .text), Column("start_value", .integer),
      Column("minimum_digits", .integer), Column("is_active", .boolean), Column("target", .text),
      .revision,
    ])

  static var loading: RecordLoading { .allForBilling }

  init(from row: inout RowDecoder) throws(StoreError) {
    self.init(
      id: try row.id(), legalEntityId: try row.optionalID(), mode: try row.value(),
      pattern: try row.text(), dateStampFormat: try row.value(), startValue: try row.integer(),
      minimumDigits: try row.int(), isActive: try row.boolean(), target: try row.value(),
      revision: try row.optionalInteger())
  }

  func encode(into rows: inout RowBuffer) {
    rows.append(id)
    rows.append(legalEntityId)
    rows.append(mode)
    rows.append(pattern)
    rows.append(dateStampFormat)
    rows.append(startValue)
    rows.append(minimumDigits)
    rows.append(isActive)
    rows.append(target)
    rows.append(revision)
  }
}
