import Mail
import Testing

@Suite struct MailServerTests {
  @Test(
    "An address says where the server is, how it is encrypted and who signs in",
    arguments: [
      ("smtp://mail.example.com", "mail.example.com", nil, MailServer.Encryption.startTLS),
      ("smtps://mail.example.com:465", "mail.example.com", 465, .fromTheStart),
      ("smtp://Mail.Example.com:587", "mail.example.com", 587, .startTLS),
      ("smtp://localhost:2525", "localhost", 2525, .none),
      ("smtp://127.0.0.9", "127.0.0.9", nil, .none),
      ("smtp://127.0.0.9.example.com", "127.0.0.9.example.com", nil, .startTLS),
      ("smtp://[::1]:25", "[::1]", 25, .none),
      ("smtp://relay?starttls=never", "relay", nil, .none),
      ("smtp://localhost?starttls=required", "localhost", nil, .startTLS),
    ])
  func address(
    _ text: String, _ host: String, _ port: Int?, _ encryption: MailServer.Encryption
  ) throws {
    let server = try MailServer(text)
    #expect(server.host == host && server.port == port && server.encryption == encryption)
  }

  @Test("User, password and the client's name are decoded, and no description shows them")
  func credentials() throws {
    let server = try MailServer("smtp://me%40example.com:p%2Fw%3A%C3%A4@host:587/client.example")
    #expect(server.user == "me@example.com" && server.password == "p/w:ä")
    #expect(server.clientName == "client.example")
    #expect(server.description == "smtp://host:587" && "\(server)" == "smtp://host:587")
  }

  @Test(
    "What cannot be used is refused without being repeated",
    arguments: [
      ("mail.example.com:25", MailServerError.unknownScheme), ("http://secret", .unknownScheme),
      ("smtp://", .missingHost), ("smtp://secret:secret@", .missingHost),
      ("smtp://host:0", .invalidPort), ("smtp://host:65536", .invalidPort),
      ("smtp://host?starttls=maybe", .invalidStartTLS),
      ("smtps://host?starttls=never", .invalidStartTLS),
      ("smtp://host?secret", .unknownParameter),
      ("smtp://:secret@host", .passwordWithoutUser), ("smtp://a;secret:b@host", .notAnAddress),
      ("smtp://host#secret", .notAnAddress), ("smtp://user:secret%00@host", .notAnAddress),
    ])
  func refused(_ text: String, _ expected: MailServerError) {
    let error = #expect(throws: MailServerError.self) { try MailServer(text) }
    #expect(error == expected, "\(text)")
    #expect(error?.description.contains("secret") == false)
  }

  @Test(
    "An e-mail address fits an envelope and a header",
    arguments: [
      ("a@b", true), ("a.b+c@example.com", true), ("ä@exämple.com", true),
      ("o'neil@x.example", true),
      ("", false), ("a@", false), ("@b", false), ("a@b@c", false), ("a b@c", false),
      ("a@b\r\nX: y", false),
      ("a@b>", false), ("a@b,c@d", false), ("a\u{0}@b", false), ("\"a\"@b", false),
      ("a@b\u{2028}", false),
      (String(repeating: "x", count: 253) + "@b", false),
    ])
  func mailAddress(_ text: String, _ isOne: Bool) {
    #expect((MailAddress(text) != nil) == isOne)
  }
}
