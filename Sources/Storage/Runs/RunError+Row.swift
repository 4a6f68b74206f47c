internal import Billing
internal import JSON

extension RunError {
  static let table = Table(
    "invoice_run_error", key: ["run_id", "chunk_no", "position"],
    [
      Column("run_id", .identifier), Column("chunk_no", .integer), Column("position", .integer),
      Column("account_id", .identifier), Column("invoice_id", .identifier),
      Column("grouping_key", .text), Column("billing_schedule_ids", .text),
      Column("error_code", .text), Column("error_message", .text),
    ])

  /// Reads the columns from `account_id` on.
  init(afterKeyFrom row: inout RowDecoder) throws(StoreError) {
    let accountId: Account.ID? = try row.optionalID()
    let invoiceId: Invoice.ID? = try row.optionalID()
    let groupingKey = try row.optionalText()
    guard let schedules = IdentifierList.identifiers(in: try row.text()) else {
      throw row.unreadable("list of identifiers")
    }
    self.init(
      accountId: accountId, invoiceId: invoiceId, groupingKey: groupingKey,
      billingScheduleIds: schedules.map { BillingSchedule.ID($0) },
      code: try row.value(), message: try row.text())
  }

  func encode(into rows: inout RowBuffer, run: InvoiceRun.ID, chunk: Int, position: Int) {
    rows.append(run)
    rows.append(chunk)
    rows.append(position)
    rows.append(accountId)
    rows.append(invoiceId)
    rows.append(groupingKey)
    rows.append(IdentifierList.text(of: billingScheduleIds.map(\.text)))
    rows.append(code)
    rows.append(message)
  }
}

/// Identifiers, or other texts, as one column: a JSON array, for they may hold any character.
enum IdentifierList {
  static func text(of identifiers: [String]) -> String {
    var writer = JSONWriter()
    writer.beginArray()
    for identifier in identifiers { writer.string(identifier) }
    writer.endArray()
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  /// nil when the text is none that this program writes.
  static func identifiers(in text: String) -> [String]? {
    guard let document = try? JSONDocument(reading: Array(text.utf8)),
      case .array(let items) = document.root
    else { return nil }
    return identifiers(in: items)
  }

  static func identifiers(in items: JSONArray) -> [String]? {
    var identifiers: [String] = []
    for item in items {
      guard case .string(let identifier) = item else { return nil }
      identifiers.append(identifier)
    }
    return identifiers
  }
}
