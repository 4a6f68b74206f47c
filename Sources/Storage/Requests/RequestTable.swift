internal import Billing

/// The inbox. The identifier leads the key, so that a set of identifiers is found by the key's index.
enum RequestTable {
  /// What a claim writes.
  static let claim = Table(
    "request", key: ["identifier", "source"],
    [
      Column("identifier", .identifier), Column("source", .identifier), Column("type", .text),
      Column("body_sha256", .bytes), Column("received_at", .instant),
    ])

  /// What completing adds.
  static let outcomeColumns = [
    Column("outcome", .text), Column("completion_event_id", .identifier),
    Column("completion_body", .bytes), Column("attempts", .integer),
    Column("completed_at", .instant), Column("is_internal_error", .boolean),
    Column("is_parked", .boolean),
  ]

  static let whole = Table("request", key: claim.key, claim.columns + outcomeColumns)
}

extension RequestKey {
  /// Reads `identifier, source`.
  init(from row: inout RowDecoder) throws(StoreError) {
    let identifier = try row.text()
    self.init(source: try row.text(), identifier: identifier)
  }
}

extension StoredRequest {
  /// Reads the columns of ``RequestTable/whole``.
  init(from row: inout RowDecoder) throws(StoreError) {
    let key = try RequestKey(from: &row)
    self.init(
      key: key, type: try row.text(), bodySHA256: try row.bytes(), receivedAt: try row.instant(),
      outcome: RequestOutcome(
        key: key, outcome: try row.value(), completionEventId: try row.text(),
        completionBody: try row.bytes(), attempts: try row.integer(),
        completedAt: try row.instant(), isInternalError: try row.boolean(),
        isParked: try row.boolean()))
  }
}
