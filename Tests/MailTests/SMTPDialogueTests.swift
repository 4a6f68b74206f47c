import Testing

@testable import Mail

/// Which replies decide, whatever a client's secrets look like.
@Suite struct SMTPDialogueTests {
  private static func result(_ lines: [(sent: String, received: String)]) throws -> SendingResult {
    var dialogue = SMTPDialogue()
    for line in lines {
      dialogue.noteSent(Array("\(line.sent)\r\n".utf8))
      dialogue.noteReceived(Array("\(line.received)\r\n".utf8))
    }
    return dialogue.result(for: [try SampleMail.address("a@example.com")], failure: nil)
  }

  @Test("Only the reply to the content says that the server has the message")
  func contentAlone() throws {
    let begin = [
      ("EHLO x", "250 mail.test"), ("MAIL FROM:<b@example.com>", "250 ok"),
      ("RCPT TO:<a@example.com>", "250 ok"),
    ]
    #expect(try Self.result(begin + [("DATA", "250 ok")]) == .deferred(diagnostic: "250 ok"))
    #expect(
      try Self.result(begin + [("DATA", "250 ok"), ("QUIT", "221 bye")])
        == .deferred(diagnostic: "250 ok"))
    #expect(
      try Self.result(begin + [("DATA", "354 go on"), ("QUIT", "221 bye")])
        == .deferred(diagnostic: "the connection was lost: the server ended it"))
  }

  @Test(
    "An answer to AUTH that reads as a verb is none",
    arguments: ["DATA", "QUIT", "RCPTxxxx", "MAILxx==", "RSET"])
  func signIn(_ secret: String) throws {
    #expect(
      try Self.result([
        ("EHLO x", "250 mail.test"), ("AUTH LOGIN", "334 user"), (secret, "334 password"),
        (secret, "535 wrong"),
      ]) == .serverAway(reason: "535 wrong"))
  }
}
