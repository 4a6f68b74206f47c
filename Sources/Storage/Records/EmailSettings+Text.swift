internal import Billing
internal import JSON

/// How invoices are sent, as one column of an account or a legal entity: read and written with its record, never searched.
extension AccountEmail {
  var storedText: String {
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("to", to)
    writer.member("cc", cc)
    writer.key(plain: "optOut")
    writer.bool(optOut)
    writer.member("emailTemplateId", emailTemplateId?.text)
    if let attachments { writer.member("attachments", attachments.map(\.rawValue)) }
    writer.endObject()
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  /// nil when the text is none that this program writes.
  fileprivate static func stored(_ text: String) -> AccountEmail? {
    guard let object = JSONObject(stored: text), let to = object.texts("to"),
      let cc = object.texts("cc"), case .bool(let optOut)? = object["optOut"],
      object.knowsAttachments
    else { return nil }
    var email = AccountEmail(to: to, cc: cc, optOut: optOut)
    email.emailTemplateId = object.text("emailTemplateId").map { RecordID($0) }
    email.attachments = object.attachments
    return email
  }
}

extension LegalEntityEmail {
  var storedText: String {
    var writer = JSONWriter()
    writer.beginObject()
    writer.member("emailTemplateId", emailTemplateId?.text)
    if let attachments { writer.member("attachments", attachments.map(\.rawValue)) }
    writer.member("fromName", fromName)
    writer.member("replyTo", replyTo)
    writer.endObject()
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  fileprivate static func stored(_ text: String) -> LegalEntityEmail? {
    guard let object = JSONObject(stored: text), object.knowsAttachments else { return nil }
    return LegalEntityEmail(
      emailTemplateId: object.text("emailTemplateId").map { RecordID($0) },
      attachments: object.attachments, fromName: object.text("fromName"),
      replyTo: object.text("replyTo"))
  }
}

extension RowDecoder {
  mutating func accountEmail() throws(StoreError) -> AccountEmail? {
    guard let text = try optionalText() else { return nil }
    guard let email = AccountEmail.stored(text) else { throw unreadable("e-mail settings") }
    return email
  }

  mutating func legalEntityEmail() throws(StoreError) -> LegalEntityEmail? {
    guard let text = try optionalText() else { return nil }
    guard let email = LegalEntityEmail.stored(text) else { throw unreadable("e-mail settings") }
    return email
  }
}

extension JSONObject {
  fileprivate init?(stored text: String) {
    guard let document = try? JSONDocument(reading: Array(text.utf8)),
      case .object(let object) = document.root
    else { return nil }
    self = object
  }

  /// nil where it is no list of texts.
  fileprivate func texts(_ name: String) -> [String]? {
    guard case .array(let array)? = self[name] else { return nil }
    var texts: [String] = []
    for value in array {
      guard case .string(let text) = value else { return nil }
      texts.append(text)
    }
    return texts
  }

  /// None given is something else than an empty list.
  fileprivate var attachments: [EmailAttachment]? {
    texts("attachments")?.compactMap { EmailAttachment(rawValue: $0) }
  }

  /// Whether each of the attachments is known here.
  fileprivate var knowsAttachments: Bool { texts("attachments")?.count == attachments?.count }
}

extension JSONWriter {
  fileprivate mutating func member(_ name: StaticString, _ texts: [String]) {
    key(plain: name)
    beginArray()
    for text in texts { string(text) }
    endArray()
  }
}
