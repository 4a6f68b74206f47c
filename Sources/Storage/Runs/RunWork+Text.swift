internal import Billing
internal import JSON

/// What a run does with invoices as one column each: read and written with it, never searched.
extension RunTaskTerms {
  var storedText: String {
    var writer = JSONWriter()
    writer.beginObject()
    writer.texts("tasks", kinds.map(\.rawValue))
    writer.key("again")
    writer.bool(again)
    writer.endObject()
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  /// nil when the text is none that this program writes.
  static func stored(_ text: String) -> RunTaskTerms? {
    var kinds: [PostInvoicingTask] = []
    var again = false
    guard let object = JSONObject.stored(text) else { return nil }
    for member in object {
      switch (member.name, member.value) {
      case ("tasks", .array(let items)):
        let names = IdentifierList.identifiers(in: items) ?? []
        kinds = names.compactMap(PostInvoicingTask.init(rawValue:))
        guard kinds.count == names.count else { return nil }
      case ("again", .bool(let flag)): again = flag
      // What a later version does otherwise would be done as this one does it.
      default: return nil
      }
    }
    return kinds.isEmpty ? nil : RunTaskTerms(kinds: kinds, again: again)
  }
}

extension RunEmailTerms {
  var storedText: String {
    var writer = JSONWriter()
    writer.beginObject()
    if let emailTemplateId {
      writer.key("emailTemplateId")
      writer.string(emailTemplateId.text)
    }
    if let attachments { writer.texts("attachments", attachments.map(\.rawValue)) }
    writer.key("resend")
    writer.bool(resend)
    writer.key("ignoreOptOut")
    writer.bool(ignoresOptOut)
    writer.endObject()
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  /// nil when the text is none that this program writes.
  static func stored(_ text: String) -> RunEmailTerms? {
    var terms = RunEmailTerms()
    guard let object = JSONObject.stored(text) else { return nil }
    for member in object {
      switch (member.name, member.value) {
      case ("emailTemplateId", .string(let id)): terms.emailTemplateId = EmailTemplate.ID(id)
      case ("attachments", .array(let items)):
        let names = IdentifierList.identifiers(in: items) ?? []
        terms.attachments = names.compactMap(EmailAttachment.init(rawValue:))
        guard terms.attachments?.count == items.count else { return nil }
      case ("resend", .bool(let flag)): terms.resend = flag
      case ("ignoreOptOut", .bool(let flag)): terms.ignoresOptOut = flag
      default: return nil
      }
    }
    return terms
  }
}

extension RunContinuation {
  /// The columns besides the one that says whether drafts are posted.
  static let laterColumns = [
    Column("emails_when_ended", .boolean), Column("tasks_when_ended", .text),
  ]

  mutating func readLater(from row: inout RowDecoder) throws(StoreError) {
    emails = try row.boolean()
    let names = try row.optionalText()?.split(separator: ",").map(String.init) ?? []
    tasks = names.compactMap(PostInvoicingTask.init(rawValue:))
    guard tasks.count == names.count else { throw row.unreadable("tasks") }
  }

  func encodeLater(into rows: inout RowBuffer) {
    rows.append(emails)
    rows.append(tasks.isEmpty ? nil : tasks.map(\.rawValue).joined(separator: ","))
  }
}

extension RowDecoder {
  mutating func taskTerms() throws(StoreError) -> RunTaskTerms? {
    guard let text = try optionalText() else { return nil }
    guard let terms = RunTaskTerms.stored(text) else { throw unreadable("tasks") }
    return terms
  }

  mutating func emailTerms() throws(StoreError) -> RunEmailTerms? {
    guard let text = try optionalText() else { return nil }
    guard let terms = RunEmailTerms.stored(text) else { throw unreadable("e-mail") }
    return terms
  }
}

extension JSONObject {
  fileprivate static func stored(_ text: String) -> JSONObject? {
    guard let document = try? JSONDocument(reading: Array(text.utf8)),
      case .object(let object) = document.root
    else { return nil }
    return object
  }
}

extension JSONWriter {
  fileprivate mutating func texts(_ name: String, _ values: [String]) {
    key(name)
    beginArray()
    for value in values { string(value) }
    endArray()
  }
}
