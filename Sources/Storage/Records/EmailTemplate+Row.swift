internal import Billing

extension EmailTemplate: StoredRecord {
  static let table = Table(
    "email_template", key: ["id"],
    [
      .id, Column("name", .text), Column("subject", .text), Column("text_body", .text),
      Column("html_body", .text), Column("locale", .text), Column("is_default", .boolean),
      .revision,
    ])

  /// Only what sends e-mails needs any.
  static var loading: RecordLoading { .apart }

  init(from row: inout RowDecoder) throws(StoreError) {
    self.init(
      id: try row.id(), name: try row.text(), subject: try row.text(), textBody: try row.text(),
      htmlBody: try row.optionalText(), locale: try row.optionalText(),
      isDefault: try row.boolean(), revision: try row.optionalInteger())
  }

  func encode(into rows: inout RowBuffer) {
    rows.append(id)
    rows.append(name)
    rows.append(subject)
    rows.append(textBody)
    rows.append(htmlBody)
    rows.append(locale)
    rows.append(isDefault)
    rows.append(revision)
  }
}
