import Billing
import CivilTime
import Mail

extension MailMessage {
  /// An e-mail as it goes to the server: the same in every attempt, under the same Message-ID.
  ///
  /// - Returns: the message, and the recipients that are no addresses; no message where it would go to nobody but as a copy.
  static func of(
    _ email: EmailDelivery, from access: MailAccess, attachments: [Attachment]
  ) -> (message: MailMessage?, unreachable: [RefusedRecipient]) {
    var unreachable: [RefusedRecipient] = []
    func addresses(_ texts: [String]) -> [MailAddress] {
      texts.compactMap { text in
        if let address = MailAddress(text) { return address }
        unreachable.append(
          RefusedRecipient(address: text, diagnostic: "This is no e-mail address."))
        return nil
      }
    }
    let to = addresses(email.to)
    let cc = addresses(email.cc)
    guard !to.isEmpty else { return (nil, unreachable) }
    let message = MailMessage(
      id: "\(email.id)@\(access.from.asciiDomain)", from: access.from,
      fromName: email.fromName ?? access.fromName,
      replyTo: email.replyTo.flatMap { MailAddress($0) },
      to: to, cc: cc, subject: email.subject, date: email.queuedAt.secondsSince1970,
      textBody: email.textBody, htmlBody: email.htmlBody, attachments: attachments)
    return (message, unreachable)
  }
}
