import Billing

/// `records.upsert.v1`.
struct UpsertRecordsForm {
  /// How many records a request may carry.
  static let records = 5_000

  func read(_ fields: inout ObjectReader) -> UpsertRecords? {
    fields.required(
      "records",
      DistinctListForm(
        list: ListForm(element: RecordForm(), limit: Self.records, things: "records"),
        key: \.reference, thing: { $0.reference.type.rawValue })
    ).map { UpsertRecords(entries: $0.map(\.entry)) }
  }
}
