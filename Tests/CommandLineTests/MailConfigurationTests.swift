import Foundation
import Mail
import Testing
import Worker

@Suite("Configuration of e-mail")
struct MailConfigurationTests {
  private static func read(_ environment: [String: String]) throws(ConfigurationError)
    -> MailAccess?
  {
    try ConfigurationTests.read(environment).mail
  }

  private static let server = "INVOICE_WORKER_SMTP_URL"
  private static let from = "INVOICE_WORKER_EMAIL_FROM"

  @Test("Without a mail server there is no e-mail, whatever else is set")
  func none() throws {
    #expect(try Self.read([:]) == nil)
    #expect(try Self.read([Self.from: "billing@example.com"]) == nil)
  }

  @Test(
    "The sender is an address, with a name or without",
    arguments: [
      ("billing@example.com", nil), ("Example Ltd <billing@example.com>", "Example Ltd"),
      ("\"Größe, GmbH\" <billing@example.com>", "Größe, GmbH"), ("<billing@example.com>", nil),
    ] as [(String, String?)])
  func sender(_ text: String, _ name: String?) throws {
    let access = try #require(try Self.read([Self.server: "smtps://host", Self.from: text]))
    #expect(access.from.text == "billing@example.com" && access.fromName == name)
    #expect(access.rate == 10 && access.dailyLimit == nil)
  }

  @Test("What cannot be used is named, and a secret is not repeated")
  func refused() throws {
    for (environment, expected) in [
      (
        [Self.server: "smtp://u:s3cret@host:x", Self.from: "a@b"],
        "INVOICE_WORKER_SMTP_URL cannot be used"
      ),
      ([Self.server: "smtp://u:s3cret@host"], "INVOICE_WORKER_EMAIL_FROM: is missing"),
      (
        [Self.server: "smtp://host", Self.from: "nobody"], "INVOICE_WORKER_EMAIL_FROM is \"nobody\""
      ),
      (
        [Self.server: "smtp://host", Self.from: "a@b", "INVOICE_WORKER_EMAIL_RATE": "0"],
        "INVOICE_WORKER_EMAIL_RATE is \"0\""
      ),
      (
        [Self.server: "smtp://host", Self.from: "a@b", "INVOICE_WORKER_EMAIL_DAILY_LIMIT": "-1"],
        "INVOICE_WORKER_EMAIL_DAILY_LIMIT is"
      ),
      (
        [
          Self.server: "smtp://localhost", Self.from: "a@b", "INVOICE_WORKER_SMTP_TLS_CA": "ca.pem",
        ], "INVOICE_WORKER_SMTP_TLS_CA: is set"
      ),
      (
        [Self.server: "smtp://host", "INVOICE_WORKER_SMTP_URL_FILE": "x", Self.from: "a@b"],
        "INVOICE_WORKER_SMTP_URL_FILE: is set beside"
      ),
      (
        ["INVOICE_WORKER_SMTP_URL_FILE": "/does/not/exist"],
        "INVOICE_WORKER_SMTP_URL_FILE: /does/not/exist cannot be read"
      ),
    ] {
      let error = #expect(throws: ConfigurationError.self) { try Self.read(environment) }
      #expect(error?.description.hasPrefix(expected) == true, "\(error?.description ?? "")")
      #expect(error?.description.contains("s3cret") == false)
    }
  }

  @Test("The server's address may stand in a file of its own")
  func file() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "smtp-\(UUID().uuidString)")
    try Data("smtp://me:p%40ss@host:587\n".utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let access = try #require(
      try Self.read(["INVOICE_WORKER_SMTP_URL_FILE": file.path, Self.from: "a@b"]))
    #expect(access.server.user == "me" && access.server.password == "p@ss")
    #expect(access.server.description == "smtp://host:587")
  }
}
