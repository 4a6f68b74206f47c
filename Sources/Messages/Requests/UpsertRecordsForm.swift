import Billing

/// `records.upsert.v1`.
struct UpsertRecordsForm {
  /// How many records a request may carry.
  static let records = 5_000

  func read(_ fields: inout ObjectReader) -> UpsertRecords? {
    let entries = fields.required(
      "records", ListForm(element: RecordForm(), limit: Self.records, things: "records"))
    guard let entries else { return nil }
    refuseRepeats(entries, fields)
    return UpsertRecords(entries: entries.map(\.entry))
  }

  /// In an upsert that holds a record twice, which of the two shall stay?
  private func refuseRepeats(_ entries: [RecordForm.Value], _ fields: ObjectReader) {
    var places = [RecordReference: Int](minimumCapacity: entries.count)
    for (index, entry) in entries.enumerated() {
      guard let first = places.updateValue(index, forKey: entry.reference) else { continue }
      places[entry.reference] = first
      fields.refuse(
        "records", element: index,
        "is the same \(entry.reference.type.rawValue) as /records/\(first);"
          + " a record may stand in a request once")
    }
  }
}
