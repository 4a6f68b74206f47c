import Billing

/// The form of one kind of record: the fields that it has besides its `type`.
protocol RecordFieldsForm: ObjectForm, Sendable {
  /// - Parameter id: what the record's `id` says.
  init(id: String)
}

extension ObjectReader {
  /// The field `revision`, that every record has.
  mutating func revision() -> Int64? {
    optional(
      "revision", .revision,
      "The sender's own count of the record's versions; a lower one than the stored is not stored.")
  }
}
