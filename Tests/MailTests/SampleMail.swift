import Foundation
import Mail
import TestMail
import Testing

/// The library writes to sockets that a server has closed: the program ignores the signal, and so do its tests.
private let ignoresBrokenPipes: Bool = {
  signal(SIGPIPE, SIG_IGN)
  return true
}()

enum SampleMail {
  static func address(_ text: String) throws -> MailAddress {
    try #require(MailAddress(text), "\(text)")
  }

  static func message(
    _ subject: String = "Invoice", to: [String] = ["a@example.com"], cc: [String] = [],
    text: String = "Hello", html: String? = nil, fromName: String? = nil,
    attachments: [MailMessage.Attachment] = []
  ) throws -> MailMessage {
    MailMessage(
      id: "1@sender.example", from: try address("billing@sender.example"), fromName: fromName,
      to: try to.map(address), cc: try cc.map(address), subject: subject, date: 1_790_000_000,
      textBody: text, htmlBody: html, attachments: attachments)
  }
}

extension TestMailServer {
  /// To this server, as the part of an address before and after host and port has it.
  func connection(
    _ scheme: String = "smtp://", host: String = "127.0.0.1", _ rest: String = "",
    authorities: String? = nil, limit: Duration = MailConnection.patience,
    abortGrace: Duration = MailConnection.abortGrace
  ) throws -> MailConnection {
    #expect(ignoresBrokenPipes)
    var server = try MailServer("\(scheme)\(host):\(port)\(rest)")
    server.authorityFile = authorities
    return MailConnection(to: server, limit: limit, abortGrace: abortGrace)
  }
}
