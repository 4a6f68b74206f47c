internal import Billing

/// The error logs. Without a related record its two columns are empty texts, not null: null would be
/// distinct from null in the key, and nothing would ever be replaced.
enum ErrorLogTable {
  static let table = Table(
    "error_log", key: ["primary_id", "related_id", "primary_type", "related_type", "category"],
    [
      Column("primary_id", .identifier), Column("related_id", .identifier),
      Column("primary_type", .text), Column("related_type", .text), Column("category", .text),
      Column("error_log_number", .text), Column("severity", .text), Column("error_code", .text),
      Column("error_message", .text), Column("account_id", .identifier),
      Column("request_identifier", .identifier), Column("occurrences", .integer),
      Column("first_seen_at", .instant), Column("last_seen_at", .instant),
      Column("resolved_at", .instant),
    ])

  /// A repeated error replaces what is said of it, also that it was resolved; its number and the first time stay.
  static let upsert = BulkWrite.upsert(
    table,
    assignments: [
      "error_log_number": "error_log.error_log_number",
      "first_seen_at": "error_log.first_seen_at",
      "occurrences": "error_log.occurrences + excluded.occurrences",
    ], returning: table.columnList())
}

extension ErrorLog {
  /// Reads the columns of ``ErrorLogTable/table``.
  init(from row: inout RowDecoder) throws(StoreError) {
    let primaryId = try row.text()
    let relatedId = try row.text()
    let primary = RecordReference(type: try row.value(), id: primaryId)
    let relatedType = try row.text()
    var related: RecordReference?
    if !relatedType.isEmpty {
      guard let type = RecordType(rawValue: relatedType) else {
        throw row.unreadable("type of a record")
      }
      related = RecordReference(type: type, id: relatedId)
    }
    let category: ErrorLogCategory = try row.value()
    let number = try row.text()
    let severity: ErrorLogEntry.Severity = try row.value()
    let code = ErrorCode(rawValue: try row.text())
    let message = try row.text()
    self.init(
      number: number,
      entry: ErrorLogEntry(
        category: category, severity: severity, code: code, message: message,
        primaryRecord: primary, relatedRecord: related, accountId: try row.optionalID()),
      requestIdentifier: try row.optionalText(), occurrences: try row.integer(),
      firstSeenAt: try row.instant(), lastSeenAt: try row.instant(),
      resolvedAt: try row.optionalInstant())
  }

  func encode(into rows: inout RowBuffer) {
    rows.append(entry.primaryRecord.id)
    rows.append(entry.relatedRecord?.id ?? "")
    rows.append(entry.primaryRecord.type)
    rows.append(entry.relatedRecord?.type.rawValue ?? "")
    rows.append(entry.category)
    rows.append(number)
    rows.append(entry.severity)
    rows.append(entry.code)
    rows.append(entry.message)
    rows.append(entry.accountId)
    rows.append(requestIdentifier)
    rows.append(occurrences)
    rows.append(firstSeenAt)
    rows.append(lastSeenAt)
    rows.append(resolvedAt)
  }
}
