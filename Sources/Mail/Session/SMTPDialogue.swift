/// What a client and a server have said in one sending, as far as it decides what becomes of the message: pure.
///
/// Only replies to RCPT and DATA are about the message (``SendingResult``); what comes before is about the server.
struct SMTPDialogue: Sendable {
  private enum Step: Hashable, Sendable {
    /// Greeting, EHLO, STARTTLS, AUTH.
    case opening
    case sender
    case recipient
    case data
    /// The content, and the reply to it.
    case content
    /// What follows says nothing more.
    case over
  }

  private var step = Step.opening
  private var partial: SMTPReply?
  private(set) var isSenderAccepted = false
  /// The last reply that refused, before the sender was accepted.
  private(set) var refusal: SMTPReply?
  /// To RCPT, in the order in which the recipients were named.
  private(set) var recipients: [SMTPReply] = []
  /// To DATA when it was refused, else to the content.
  private(set) var verdict: SMTPReply?
  /// Whether ``verdict`` is about the content: only then can it say that the server has the message.
  private var isContentJudged = false

  init() {}

  /// Whether the server was given content, all or some of it, and has not answered it.
  var isContentUnderWay: Bool { step == .content && verdict == nil }

  /// Notes a command, by its first word; whatever it holds besides is not kept: it may be a secret.
  mutating func noteSent(_ command: some Collection<UInt8>) {
    partial = nil
    guard verdict == nil else {
      step = .over
      return
    }
    let verb = Self.verb(of: command)
    guard step != .content else {
      if verb == "QUIT" || verb == "RSET" { step = .over }
      return
    }
    switch verb {
    case "MAIL": step = .sender
    case "RCPT": step = .recipient
    // What follows AUTH is Base64, and may read as a verb: these stand behind an accepted sender only.
    case "DATA" where isSenderAccepted: step = .data
    case "QUIT" where isSenderAccepted, "RSET" where isSenderAccepted: step = .over
    default: step = .opening
    }
  }

  /// The first word of a command; MAIL and RCPT have something behind it, the others do not.
  private static func verb(of command: some Collection<UInt8>) -> String {
    let word = command.prefix(5).prefix { ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A }
    let verb = String(decoding: word, as: UTF8.self).uppercased()
    let hasBlank = command.dropFirst(word.count).first == UInt8(ascii: " ")
    return hasBlank == (verb == "MAIL" || verb == "RCPT") ? verb : ""
  }

  mutating func noteReceived(_ bytes: some Collection<UInt8>) {
    for line in bytes.split(separator: 0x0A) {
      guard let line = SMTPReply.line(line) else { continue }
      var reply = partial ?? SMTPReply(code: line.code, text: "")
      reply.append(line.text)
      partial = line.isLast ? nil : reply
      if line.isLast { note(reply) }
    }
  }

  private mutating func note(_ reply: SMTPReply) {
    switch step {
    case .opening:
      if reply.kind == .transient || reply.kind == .permanent { refusal = reply }
    case .sender:
      if reply.kind == .positive { isSenderAccepted = true } else { refusal = reply }
    case .recipient: recipients.append(reply)
    case .data: if reply.code == 354 { step = .content } else { verdict = reply }
    case .content:
      verdict = reply
      isContentJudged = true
    case .over: break
    }
  }

  /// What the server's replies come to for the envelope's addresses, in their order; `failure` is what ended the connection
  /// before its time, nil when nothing did.
  func result(for addresses: [MailAddress], failure: String?) -> SendingResult {
    let refused = zip(addresses, recipients).compactMap { address, reply in
      reply.kind == .positive
        ? nil : RefusedAddress(address: address, diagnostic: reply.diagnostic)
    }
    if let verdict {
      switch verdict.kind {
      case .positive where isContentJudged: return .accepted(refused: refused)
      case .permanent: return .rejected(diagnostic: verdict.diagnostic, refused: refused)
      // A server that answers DATA with anything but 354 has no content, whatever it means by that.
      case .positive, .transient, .other: return .deferred(diagnostic: verdict.diagnostic)
      }
    }
    guard isSenderAccepted else {
      return .serverAway(reason: refusal?.diagnostic ?? failure ?? "the server said nothing")
    }
    if refused.count == addresses.count {
      let later = recipients.first { $0.kind != .permanent }
      guard let later else {
        return .rejected(diagnostic: refused.first?.diagnostic ?? "", refused: refused)
      }
      return .deferred(diagnostic: later.diagnostic)
    }
    return .deferred(
      diagnostic: "the connection was lost: \(failure ?? "the server ended it")")
  }
}
