/// A message as it is sent: bodies, headers and what is attached. The same value is the same message in every
/// attempt, but for what separates its parts.
package struct MailMessage: Hashable, Sendable {
  /// What stands between the brackets of Message-ID: `ID@DOMAIN`.
  package let id: String
  package let from: MailAddress
  package let fromName: String?
  package let replyTo: MailAddress?
  package let to: [MailAddress]
  package let cc: [MailAddress]
  package let subject: String
  /// When it was written, in seconds since 1970.
  package let date: Int64
  package let textBody: String
  package let htmlBody: String?
  package let attachments: [Attachment]

  package init(
    id: String, from: MailAddress, fromName: String? = nil, replyTo: MailAddress? = nil,
    to: [MailAddress], cc: [MailAddress] = [], subject: String, date: Int64, textBody: String,
    htmlBody: String? = nil, attachments: [Attachment] = []
  ) {
    self.id = id
    self.from = from
    self.fromName = fromName
    self.replyTo = replyTo
    self.to = to
    self.cc = cc
    self.subject = subject
    self.date = date
    self.textBody = textBody
    self.htmlBody = htmlBody
    self.attachments = attachments
  }

  /// Whom the envelope names: each address once, however often the headers name it.
  package var recipients: [MailAddress] {
    var seen: Set<String> = []
    return (to + cc).filter { seen.insert($0.text.lowercased()).inserted }
  }

  package struct Attachment: Hashable, Sendable {
    package let name: String
    /// Without parameters: `application/pdf`.
    package let contentType: String
    package let bytes: [UInt8]

    package init(name: String, contentType: String, bytes: [UInt8]) {
      self.name = name
      self.contentType = contentType
      self.bytes = bytes
    }
  }
}
