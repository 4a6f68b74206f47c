import Mail
import TestMail
import TestSupport
import Testing

/// Who the server is, and who the client: verified and proved before anything is said.
@Suite struct MailEncryptionTests {
  private static func result(
    tls: String?, user: String? = nil, scheme: String, host: String = "localhost",
    rest: String = "", trusts: Bool = true
  ) async throws -> SendingResult {
    let certificate = try TestCertificate()
    defer { certificate.remove() }
    var options = TestMailServer.Options()
    options.tls = tls
    options.certificate = certificate.file
    options.key = certificate.keyFile
    options.user = user
    options.password = user.map { _ in "p@ss word" }
    return try await TestMailServer.run(options) { server in
      let connection = try server.connection(
        scheme, host: host, rest, authorities: trusts ? certificate.file : nil)
      let result = await connection.send(try SampleMail.message())
      if case .serverAway = result { #expect(try server.arguments(of: "MAIL").isEmpty) }
      return result
    }
  }

  @Test(
    "A server whose certificate is right gets the message, encrypted from the start or by STARTTLS")
  func verified() async throws {
    let direct = try await Self.result(tls: "start", scheme: "smtps://")
    #expect(direct == .accepted(refused: []))
    let later = try await Self.result(
      tls: "starttls", scheme: "smtp://", rest: "?starttls=required")
    #expect(later == .accepted(refused: []))
  }

  @Test(
    "A certificate of an unknown authority, or of another name, is not accepted",
    arguments: [("start", "smtps://", ""), ("starttls", "smtp://", "?starttls=required")])
  func refused(_ tls: String, _ scheme: String, _ rest: String) async throws {
    let unknown = try await Self.result(tls: tls, scheme: scheme, rest: rest, trusts: false)
    guard case .serverAway(let reason) = unknown else {
      Issue.record("nobody vouches for it")
      return
    }
    #expect(reason.contains("certificate"))
    let other = try await Self.result(tls: tls, scheme: scheme, host: "127.0.0.1", rest: rest)
    guard case .serverAway(let words) = other else {
      Issue.record("it is another's")
      return
    }
    #expect(words.contains("name"))
  }

  @Test("Without STARTTLS nothing is said to a server that is to have it")
  func stripped() async throws {
    let result = try await Self.result(tls: nil, scheme: "smtp://", rest: "?starttls=required")
    guard case .serverAway(let reason) = result else {
      Issue.record("it is not encrypted")
      return
    }
    #expect(reason.contains("STARTTLS"))
  }

  @Test(
    "User and password sign in; a wrong one is the server's to refuse, and stays out of its reason")
  func credentials() async throws {
    let right = try await Self.result(
      tls: "start", user: "me", scheme: "smtps://me:p%40ss%20word@")
    #expect(right == .accepted(refused: []))
    let wrong = try await Self.result(tls: "start", user: "me", scheme: "smtps://me:s3cret@")
    guard case .serverAway(let reason) = wrong else {
      Issue.record("it is refused")
      return
    }
    #expect(reason.hasPrefix("535") && !reason.contains("s3cret"))
  }
}
