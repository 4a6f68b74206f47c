internal import Billing

extension EmailDelivery {
  /// `due_at` is when a relay may take it next: ``EmailDelivery/notBefore``, or the end of the lease that one has on it.
  /// `counted_on` is the day on which it was counted against the daily limit.
  static let table = Table(
    "email_delivery", key: ["email_id"],
    [
      Column("email_id", .identifier), Column("invoice_id", .identifier),
      Column("recipients", .text), Column("copies", .text), Column("subject", .text),
      Column("text_body", .text), Column("html_body", .text), Column("attachments", .text),
      Column("from_name", .text), Column("reply_to", .text),
      Column("request_source", .identifier), Column("request_identifier", .identifier),
      Column("queued_at", .instant), Column("status", .text), Column("attempts", .integer),
      Column("not_before", .instant), Column("diagnostic", .text),
    ])

  /// The same without the texts, which are long and which only the relay needs.
  static let head = Table(
    table.name, key: table.key,
    table.columns.map { column in
      switch column.name {
      case "text_body": Column("'' AS text_body", .text)
      case "html_body": Column("NULL AS html_body", .text)
      default: column
      }
    })

  /// The same with when a relay may take it first.
  static let written = Table(
    table.name, key: table.key, table.columns + [Column("due_at", .instant)])

  /// What changes of one that a request is about.
  static let changedColumns = [Column("status", .text), Column("diagnostic", .text)]

  init(from row: inout RowDecoder) throws(StoreError) {
    let id: RecordID<EmailDelivery> = try row.id()
    let invoiceId: Invoice.ID? = try row.optionalID()
    let to = Self.list(try row.text())
    let cc = Self.list(try row.text())
    let subject = try row.text()
    let textBody = try row.text()
    let htmlBody = try row.optionalText()
    var attachments: [EmailAttachment] = []
    for name in Self.list(try row.text()) {
      guard let attachment = EmailAttachment(rawValue: name) else {
        throw row.unreadable("attachment")
      }
      attachments.append(attachment)
    }
    let fromName = try row.optionalText()
    let replyTo = try row.optionalText()
    let request = RequestKey(source: try row.text(), identifier: try row.text())
    self.init(
      id: id, invoiceId: invoiceId, to: to, cc: cc, subject: subject, textBody: textBody,
      htmlBody: htmlBody, attachments: attachments, fromName: fromName, replyTo: replyTo,
      request: request, queuedAt: try row.instant())
    status = try row.value()
    attempts = try row.int()
    notBefore = try row.instant()
    diagnostic = try row.optionalText()
  }

  func encode(into rows: inout RowBuffer) {
    rows.append(id)
    rows.append(invoiceId)
    rows.append(Self.text(to))
    rows.append(Self.text(cc))
    rows.append(subject)
    rows.append(textBody)
    rows.append(htmlBody)
    rows.append(Self.text(attachments.map(\.rawValue)))
    rows.append(fromName)
    rows.append(replyTo)
    rows.append(request.source)
    rows.append(request.identifier)
    rows.append(queuedAt)
    rows.append(status)
    rows.append(Int64(attempts))
    rows.append(notBefore)
    rows.append(diagnostic)
  }

  /// An address has no line break.
  static func text(_ list: [String]) -> String { list.joined(separator: "\n") }

  static func list(_ text: String) -> [String] {
    text.split(separator: "\n").map(String.init)
  }
}
