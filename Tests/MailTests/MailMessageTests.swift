import Mail
import TestMail
import Testing

/// What another library reads of a message that was sent.
@Suite struct MailMessageTests {
  private static func sent(_ message: MailMessage) async throws -> TestMailServer.Message {
    try await TestMailServer.run { server in
      let result = await (try server.connection()).send(message)
      #expect(result == .accepted(refused: []))
      return try #require(try server.messages.first)
    }
  }

  @Test(
    "A subject arrives as it was written",
    arguments: [
      "Invoice INV-2026-000001", "Rechnung für Größe", "請求書 2026年12月 — とても長い件名です。とても長い件名です。",
      "مرحبا", "A =?utf-8?Q?trick?= of words", "Emoji 👩‍👩‍👧‍👦 ends", " blanks  within ",
      String(repeating: "word ", count: 60) + "end", String(repeating: "x", count: 300), "",
      "a%b\"c\\d<e>f(g)",
    ])
  func subject(_ text: String) async throws {
    let message = try await Self.sent(try SampleMail.message(text))
    #expect(message.headers["subject"] == text)
    // The longest is the library's own, with the boundary.
    #expect(message.longestLine <= 80)
  }

  @Test("A line break in a subject ends no header")
  func headerInjection() async throws {
    let message = try await Self.sent(
      try SampleMail.message("One\r\nBcc: x@evil.example\nTwo", fromName: "Me\r\nX-Evil: 1"))
    #expect(message.headers["subject"] == "One  Bcc: x@evil.example Two")
    #expect(message.headers["bcc"] == nil && message.headers["x-evil"] == nil)
    #expect(message.recipients == ["a@example.com"])
  }

  @Test(
    "The header names sender, recipients, time and identifier, and asks for no automatic answer")
  func header() async throws {
    let message = try await Self.sent(
      MailMessage(
        id: "1@sender.example", from: try SampleMail.address("billing@sender.example"),
        fromName: "Miller, \"Sons\" & Co.", replyTo: try SampleMail.address("ask@sender.example"),
        to: ["a@example.com", "b@example.com"].map(SampleMail.address),
        cc: ["c@example.com", "A@Example.com"].map(SampleMail.address), subject: "S",
        date: 1_790_000_000, textBody: "T"))
    #expect(message.id == "<1@sender.example>")
    #expect(message.headers["from"] == "\"Miller, \\\"Sons\\\" & Co.\" <billing@sender.example>")
    #expect(message.headers["reply-to"] == "ask@sender.example")
    #expect(message.headers["to"] == "a@example.com, b@example.com")
    #expect(message.headers["cc"] == "c@example.com, A@Example.com")
    #expect(message.headers["date"] == "Mon, 21 Sep 2026 14:13:20 +0000")
    #expect(message.headers["auto-submitted"] == "auto-generated")
    #expect(message.headers["mime-version"] == "1.0")
    // Each once, however often it is named.
    #expect(message.recipients == ["a@example.com", "b@example.com", "c@example.com"])
  }

  @Test("A domain beyond ASCII stands in ASCII in envelope and header; a local part stays as it is")
  func domains() async throws {
    try await TestMailServer.run { server in
      let message = try MailMessage(
        id: "1@sender.example", from: SampleMail.address("billing@größe.example"),
        to: ["a@Exämple.com", "b@faß.example"].map(SampleMail.address), subject: "S",
        date: 1_790_000_000, textBody: "T")
      #expect(try await server.connection().send(message) == .accepted(refused: []))
      // Such a message asks nothing of the server that every server does not know.
      #expect(try server.arguments(of: "MAIL") == ["billing@xn--gre-6ka8i.example"])
      let received = try #require(try server.messages.first)
      #expect(received.recipients == ["a@xn--exmple-cua.com", "b@xn--fa-hia.example"])
      #expect(received.headers["from"] == "billing@xn--gre-6ka8i.example")
      #expect(received.headers["to"] == "a@xn--exmple-cua.com, b@xn--fa-hia.example")

      let local = try await server.connection().send(
        try SampleMail.message(to: ["größe@exämple.com"]))
      #expect(local == .accepted(refused: []))
      #expect(try server.messages.last?.recipients == ["größe@xn--exmple-cua.com"])
      #expect(try server.arguments(of: "MAIL").last == "billing@sender.example SMTPUTF8")
    }
    #expect(try SampleMail.address("a@-ä.example").asciiDomain == "-ä.example")
  }

  @Test(
    "A sender's name beyond ASCII arrives",
    arguments: ["Größe GmbH", "株式会社", "Renée", "Zażółć gęślą jaźń"])
  func fromName(_ name: String) async throws {
    let message = try await Self.sent(try SampleMail.message(fromName: name))
    #expect(message.headers["from"] == "\(name) <billing@sender.example>")
  }

  @Test("Bodies arrive line by line, whatever they hold: dots, long lines, every line end")
  func bodies() async throws {
    let text = ".\n..\r\n.dot\n\nGrüße € 👋\r=3D " + String(repeating: "x", count: 3_000) + "\ntail"
    let message = try await Self.sent(
      try SampleMail.message(text: text, html: "<p>Grüße</p>\n<p>.</p>"))
    #expect(message.type == "multipart/alternative")
    #expect(message.parts.map(\.type) == ["text/plain", "text/html"])
    let lines = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
    let arrived = message.parts[0].text?.replacing("\r\n", with: "\n")
    #expect(arrived == lines + "\n")
    #expect(message.parts[1].text?.contains("<p>Grüße</p>") == true)
    #expect(message.longestLine <= 998)
  }

  @Test("What is attached arrives byte for byte, under its name", arguments: [nil, "<b>Hi</b>"])
  func attachments(_ html: String?) async throws {
    let bytes = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let message = try await Self.sent(
      try SampleMail.message(
        html: html,
        attachments: [
          .init(name: "INV-1.xml", contentType: "application/xml", bytes: Array("<a/>".utf8)),
          .init(
            name:
              "Rechnung \"Größe\" 請求書 mit einem sehr langen Namen, der nicht in eine Zeile passt.pdf",
            contentType: "application/pdf", bytes: bytes),
          .init(name: "empty", contentType: "application/octet-stream", bytes: []),
        ]))
    #expect(message.type == "multipart/mixed")
    let bodies = html == nil ? ["text/plain"] : ["text/plain", "text/html"]
    #expect(
      message.parts.map(\.type) == bodies + [
        "application/xml", "application/pdf", "application/octet-stream",
      ])
    let attached = message.parts.suffix(3)
    #expect(
      attached.map(\.name) == [
        "INV-1.xml",
        "Rechnung \"Größe\" 請求書 mit einem sehr langen Namen, der nicht in eine Zeile passt.pdf",
        "empty",
      ])
    #expect(attached.map(\.size) == [4, 100_000, 0])
    #expect(message.longestLine <= 90)
  }
}
