import Billing
import CivilTime
import JSON
import Storage

/// E-mails for people: a line each, and what the mail server said under it.
enum EmailText {
  static func table(_ emails: [EmailDelivery]) -> Table {
    var table = Table([
      .init("E-mail", wraps: true), .init("Status"), .init("To", wraps: true),
      .init("Subject", drop: 2, wraps: true), .init("Queued", drop: 3),
      .init("Attempts", isNumber: true, drop: 4), .init("Not before", drop: 1),
    ])
    for email in emails {
      let isWaiting = email.status == .queued && email.notBefore > email.queuedAt
      table.append([
        email.id.text, email.status.rawValue, (email.to + email.cc).joined(separator: ", "),
        email.subject, email.queuedAt.secondsText, String(email.attempts),
        isWaiting ? email.notBefore.secondsText : "",
      ])
      if let diagnostic = email.diagnostic { table.append(note: diagnostic, under: 1) }
    }
    return table
  }

  static func json(_ email: EmailDelivery) -> JSONTree {
    .record([
      "emailId": .string(email.id.text), "invoiceId": .text(email.invoiceId?.text),
      "status": .string(email.status.rawValue), "to": .array(email.to.map { .string($0) }),
      "cc": .array(email.cc.map { .string($0) }), "subject": .string(email.subject),
      "attachments": .array(email.attachments.map { .string($0.rawValue) }),
      "attempts": .integer(email.attempts), "queuedAt": .text(email.queuedAt),
      "notBefore": .text(email.notBefore), "diagnostic": .text(email.diagnostic),
      "requestSource": .string(email.request.source),
      "requestIdentifier": .string(email.request.identifier),
    ])
  }

  static func table(_ addresses: [SuppressedAddress]) -> Table {
    var table = Table([
      .init("Address", wraps: true), .init("Since", drop: 1), .init("Why", wraps: true),
    ])
    for one in addresses {
      table.append([one.address, one.suppressedAt.secondsText, one.reason])
    }
    return table
  }

  static func json(_ one: SuppressedAddress) -> JSONTree {
    .record([
      "address": .string(one.address), "reason": .string(one.reason),
      "suppressedAt": .text(one.suppressedAt),
    ])
  }
}
