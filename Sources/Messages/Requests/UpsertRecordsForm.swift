import Billing

/// `records.upsert.v1`.
struct UpsertRecordsForm: RequestForm {
  /// How many records a request may carry.
  static let records = 5_000

  func read(_ fields: inout ObjectReader) -> UpsertRecords? {
    let records = fields.required(
      "records",
      DistinctListForm(
        list: ListForm(element: RecordForm(), limit: Self.records, things: "records"),
        keyName: "id", key: \.reference, thing: { $0.reference.type.rawValue }),
      "The records, in any order; each replaces the stored one with its type and id.")
    return records.map { UpsertRecords(entries: $0.map(\.entry)) }
  }
}
