package import CivilTime

/// A short page for the person for whom a request was made: what came of it, or of the run that it began (<doc:Emails#Notices>).
/// Pure; the same results give the same page.
package struct Notice: Hashable, Sendable {
  package let subject: String
  package let text: String

  /// Of invoices, faults, and what was skipped: how many are listed; of the others it says how many there are.
  package static let listed = 20
  /// Characters of one line; a message that is longer ends with "…".
  static let longestLine = 500

  init(subject: String, _ sections: [Section]) {
    self.subject = TextLine.of(subject, limit: EmailTexts.longestSubject)
    text = sections.filter { !$0.lines.isEmpty }.map(\.text).joined(separator: "\n")
  }

  /// An e-mail that is queued with what it reports.
  package func email(
    _ id: EmailDelivery.ID, to address: String, about request: RequestKey, at now: UTCInstant
  ) -> EmailDelivery {
    EmailDelivery(
      id: id, invoiceId: nil, to: [address], subject: subject, textBody: text, request: request,
      queuedAt: now)
  }

  /// Lines under a title; without lines there is none.
  struct Section {
    var title: String?
    var lines: [String] = []

    var text: String {
      let indent = title == nil ? "" : "  "
      return (title.map { "\($0)\n" } ?? "")
        + lines.map { "\(indent)\(TextLine.of($0, limit: Notice.longestLine))\n" }.joined()
    }

    init(_ title: String? = nil, _ lines: [String] = []) {
      self.title = title
      self.lines = lines
    }

    /// The first of them, and how many more there are.
    init(_ title: String, _ lines: [String], of total: Int? = nil) {
      self.title = title
      self.lines = Array(lines.prefix(Notice.listed))
      let left = (total ?? lines.count) - self.lines.count
      if left > 0 { self.lines.append("and \(left) more") }
    }
  }
}

/// What came from outside, on one line.
private enum TextLine {
  static func of(_ text: String, limit: Int) -> String {
    var line = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      let isBreak =
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || scalar == "\u{2028}"
        || scalar == "\u{2029}"
      line.append(isBreak ? " " : scalar)
    }
    let text = String(line)
    return text.count > limit ? text.prefix(limit - 1) + "…" : text
  }
}

extension RequestedBy {
  /// Where the notice goes; nil where none was asked for.
  package var noticeAddress: String? { notifies ? email : nil }
}

extension Fault {
  /// A notice was asked for, and nothing can be sent.
  package static let noticeNotSent = Fault(
    code: .emailNotConfigured,
    message:
      "No mail server is configured, so nobody is notified of the result. Set INVOICE_WORKER_SMTP_URL and "
      + "INVOICE_WORKER_EMAIL_FROM for the workers, or leave notify out of requestedBy.",
    pointer: "/requestedBy/notify")
}
