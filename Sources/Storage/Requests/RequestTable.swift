internal import Billing

/// The inbox. The identifier leads the key, so that a set of identifiers is found by the key's index.
package enum RequestTable {
  /// The name of the key as a constraint, on PostgreSQL. Who meets it is not at fault: another transaction has stored the
  /// request first.
  package static let keyConstraint = "request_pkey"

  /// What is known of a request before it is run, and stays when it is replayed.
  static let receivedColumns = [
    Column("identifier", .identifier), Column("source", .identifier), Column("type", .text),
    Column("body_sha256", .bytes), Column("received_at", .instant),
  ]

  /// How it ended.
  static let outcomeColumns = [
    Column("outcome", .text), Column("completion_event_id", .identifier),
    Column("completion_body", .bytes), Column("attempts", .integer),
    Column("completed_at", .instant), Column("is_internal_error", .boolean),
    Column("is_parked", .boolean),
  ]

  static let whole = Table(
    "request", key: ["identifier", "source"], receivedColumns + outcomeColumns)
}

extension RequestKey {
  /// Reads `identifier, source`.
  init(from row: inout RowDecoder) throws(StoreError) {
    let identifier = try row.text()
    self.init(source: try row.text(), identifier: identifier)
  }
}

extension RequestOutcome {
  /// Writes ``RequestTable/outcomeColumns``.
  func encode(into rows: inout RowBuffer) {
    rows.append(outcome)
    rows.append(completionEventId)
    rows.append(completionBody)
    rows.append(attempts)
    rows.append(completedAt)
    rows.append(isInternalError)
    rows.append(isParked)
  }
}

extension StoredRequest {
  /// Writes the columns of ``RequestTable/whole``.
  func encode(into rows: inout RowBuffer) {
    rows.append(key.identifier)
    rows.append(key.source)
    rows.append(type)
    rows.append(bodySHA256)
    rows.append(receivedAt)
    outcome.encode(into: &rows)
  }

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
