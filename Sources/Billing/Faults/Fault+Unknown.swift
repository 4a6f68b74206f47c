extension Fault {
  /// A record that is named and not stored.
  static func unknown(
    _ record: RecordReference, _ code: ErrorCode, at pointer: String?
  ) -> Fault {
    Fault(
      code: code,
      message:
        "\(record.type.rawValue) \(record.id) does not exist. Send it with records.upsert.v1, or "
        + "correct the identifier.",
      pointer: pointer, source: record)
  }
}
