import Mail
import TestMail
import TestSupport
import Testing

/// What a server's replies, and their absence, make of a sending.
@Suite struct MailConnectionTests {
  typealias Rule = TestMailServer.Rule

  private static func result(
    _ rules: Rule..., to: [String] = ["a@example.com", "b@example.com"],
    limit: Duration = MailConnection.patience
  ) async throws -> SendingResult {
    try await TestMailServer.run { server in
      try await server.follow(rules)
      let connection = try server.connection(limit: limit)
      return await connection.send(try SampleMail.message(to: to))
    }
  }

  @Test(
    "What the server says before recipients is about the server, not the message",
    arguments: [
      (Rule.at(.connect, reply: "421 busy"), "421 busy" as String?),
      (.at(.connect, reply: "554 no service"), "554 no service"),
      (.at(.sender, reply: "451 later"), "451 later"),
      (.at(.sender, reply: "550-not\r\n550 you"), "550 not you"), (.at(.connect, then: .drop), nil),
      (.at(.hello, then: .drop), nil), (.at(.sender, then: .drop), nil),
    ])
  func serverAway(_ rule: Rule, _ reason: String?) async throws {
    guard case .serverAway(let said) = try await Self.result(rule) else {
      Issue.record("it is away")
      return
    }
    #expect(!said.isEmpty)
    if let reason { #expect(said == reason) }
  }

  @Test("A server that is not there, or has no such name, is away")
  func nobodyListens() async throws {
    let port = try await TestMailServer.run { $0.port }
    for address in ["smtp://127.0.0.1:\(port)", "smtps://127.0.0.1:\(port)", "smtp://no.invalid"] {
      let connection = MailConnection(to: try MailServer(address))
      guard case .serverAway = await connection.send(try SampleMail.message()) else {
        Issue.record("\(address) is away")
        continue
      }
    }
  }

  @Test(
    "4xx to the message, and a connection lost once the sender was accepted, is for later",
    arguments: [
      Rule.at(.recipient, reply: "450 later"), .at(.data, reply: "451 later"),
      // Anything but 354: the server does not want the content, and has nothing.
      .at(.data, reply: "250 fine"), .at(.data, reply: "334 what"),
      .at(.content, reply: "452 full"), .at(.recipient, then: .drop), .at(.data, then: .drop),
      .at(.content, then: .drop), .at(.content, then: .takeAndDrop),
      .at(.recipient, reply: "421 closing"),
    ])
  func deferred(_ rule: Rule) async throws {
    guard case .deferred(let diagnostic) = try await Self.result(rule) else {
      Issue.record("it is for later")
      return
    }
    #expect(!diagnostic.isEmpty)
  }

  @Test("5xx to DATA, to the content or to every recipient is for good")
  func rejected() async throws {
    #expect(
      try await Self.result(.at(.content, reply: "554 spam"))
        == .rejected(diagnostic: "554 spam", refused: []))
    #expect(
      try await Self.result(.at(.data, reply: "550 no"))
        == .rejected(diagnostic: "550 no", refused: []))
    let all = try await Self.result(.at(.recipient, reply: "550 unknown"), to: ["a@example.com"])
    #expect(
      all
        == .rejected(
          diagnostic: "550 unknown",
          refused: [
            RefusedAddress(
              address: try SampleMail.address("a@example.com"), diagnostic: "550 unknown")
          ]))
  }

  @Test("Where some recipients are refused, the others get it, and the refused ones are named")
  func someRefused() async throws {
    try await TestMailServer.run { server in
      try await server.follow(
        .at(.recipient, "^b@", reply: "550 unknown"), .at(.recipient, "^c@", reply: "450 later"))
      let connection = try server.connection()
      let to = ["a@example.com", "b@example.com", "c@example.com"]
      let result = await connection.send(try SampleMail.message(to: to))
      #expect(
        result
          == .accepted(refused: [
            RefusedAddress(address: try SampleMail.address(to[1]), diagnostic: "550 unknown"),
            RefusedAddress(address: try SampleMail.address(to[2]), diagnostic: "450 later"),
          ]))
      #expect(try server.messages.map(\.recipients) == [["a@example.com"]])
    }
    // One may be taken later, so nothing is for good.
    let mixed = try await Self.result(
      .at(.recipient, "^a@", reply: "550 unknown"), .at(.recipient, "^b@", reply: "450 later"))
    #expect(mixed == .deferred(diagnostic: "450 later"))
  }

  @Test("A server that says nothing is waited for no longer than the limit")
  func hanging() async throws {
    for (rule, isAway) in [
      (Rule.at(.content, then: .hang), false), (.at(.recipient, then: .hang), false),
      (.at(.sender, then: .hang), true),
      (.at(.connect, then: .hang), true),
    ] {
      let result = try await Self.result(rule, limit: .milliseconds(300))
      if case .serverAway = result { #expect(isAway) } else { #expect(!isAway, "\(result)") }
    }
  }

  @Test("A sending that is broken off ends at once, and nothing follows it")
  func aborted() async throws {
    try await TestMailServer.run { server in
      try await server.follow(.at(.data, then: .hang))
      let connection = try server.connection()
      let message = try SampleMail.message()
      async let result = connection.send(message)
      try await eventually("the recipient is told") {
        try !server.arguments(of: "RCPT").isEmpty
      }
      connection.abort()
      guard case .deferred = await result else {
        Issue.record("the server may have it")
        return
      }
      #expect(await connection.send(message) == .aborted, "nothing is sent any more")
      #expect(try server.messages.isEmpty)
    }
  }

  @Test("A message whose content the server has is not broken off before its answer, for a while")
  func abortedBehindContent() async throws {
    try await TestMailServer.run { server in
      let message = try SampleMail.message()
      try await server.follow(.at(.content, then: .wait))
      let connection = try server.connection(abortGrace: patience)
      async let result = connection.send(message)
      try await eventually("the content is there") {
        try !server.arguments(of: "CONTENT").isEmpty
      }
      connection.abort()
      try await server.follow()
      #expect(await result == .accepted(refused: []))
      #expect(await connection.send(message) == .aborted, "nothing follows")
      #expect(try server.messages.count == 1)

      try await server.follow(.at(.content, then: .hang))
      let impatient = try server.connection(abortGrace: .milliseconds(100))
      async let unknown = impatient.send(message)
      try await eventually("the content is there again") {
        try server.arguments(of: "CONTENT").count == 2
      }
      impatient.abort()
      guard case .deferred = await unknown else {
        Issue.record("the server may have it")
        return
      }
    }
  }

  @Test(
    "Where the server knows no addresses beyond ASCII such a recipient is refused, and no other")
  func withoutSMTPUTF8() async throws {
    var options = TestMailServer.Options()
    options.smtputf8 = false
    try await TestMailServer.run(options) { server in
      let connection = try server.connection()
      let to = ["größe@example.com", "a@exämple.com"]
      guard
        case .accepted(let refused) = await connection.send(try SampleMail.message(to: to))
      else {
        Issue.record("the other one gets it")
        return
      }
      #expect(refused.map(\.address.text) == ["größe@example.com"])
      #expect(try server.messages.map(\.recipients) == [["a@xn--exmple-cua.com"]])
      guard
        case .rejected = await connection.send(try SampleMail.message(to: ["größe@example.com"]))
      else {
        Issue.record("it is refused for good")
        return
      }
    }
  }

  @Test("What is broken off before the sender was accepted is nothing of the server's")
  func abortedBefore() async throws {
    try await TestMailServer.run { server in
      try await server.follow(.at(.sender, then: .hang))
      let connection = try server.connection()
      async let result = connection.send(try SampleMail.message())
      try await eventually("the sender is told") { try !server.arguments(of: "MAIL").isEmpty }
      connection.abort()
      #expect(try await result == .aborted)
    }
  }

  @Test("A second connection gets what the first has left of the limit, and no limit of its own")
  func oneLimit() async throws {
    try await TestMailServer.run { server in
      let connection = try server.connection(limit: .seconds(3))
      let message = try SampleMail.message()
      #expect(await connection.send(message) == .accepted(refused: []))
      // Over the connection that was kept.
      try await server.follow(.at(.sender, times: 1, then: .hang))
      guard case .serverAway = await connection.send(message) else {
        Issue.record("the limit is used up")
        return
      }
      #expect(try server.arguments(of: "EHLO").count == 1)
      #expect(try server.messages.count == 1)
    }
  }

  @Test("A connection is kept for the next message, and made again where the server has ended it")
  func kept() async throws {
    try await TestMailServer.run { server in
      let connection = try server.connection()
      let message = try SampleMail.message()
      for _ in 0..<3 { #expect(await connection.send(message) == .accepted(refused: [])) }
      #expect(try server.arguments(of: "EHLO").count == 1)
      // The connection that was kept breaks before the sender is accepted: another is tried at once.
      try await server.follow(.at(.sender, times: 1, then: .drop))
      #expect(await connection.send(message) == .accepted(refused: []))
      #expect(try server.arguments(of: "EHLO").count == 2)
      try await server.follow(.at(.content, times: 1, reply: "554 no"))
      #expect(await connection.send(message) == .rejected(diagnostic: "554 no", refused: []))
      #expect(await connection.send(message) == .accepted(refused: []))
      await connection.close()
      #expect(await connection.send(message) == .accepted(refused: []))
      #expect(try server.messages.count == 6)
      await connection.close()
      try await eventually("the server is told goodbye") {
        try server.arguments(of: "QUIT").count == 2
      }
    }
  }

  @Test("A server's long answer is cut, and holds nothing that is not printable")
  func longReply() async throws {
    let lines = (0..<40).map { "550-\(String(repeating: "x", count: 60))\u{1B}[31m\($0)" }
    let result = try await Self.result(
      .at(.content, reply: (lines + ["550 end"]).joined(separator: "\r\n")))
    guard case .rejected(let diagnostic, _) = result else {
      Issue.record("it is for good")
      return
    }
    #expect(diagnostic.utf8.count <= 520 && diagnostic.hasPrefix("550 xxx"))
    #expect(!diagnostic.unicodeScalars.contains("\u{1B}"))
  }

  @Test(
    "A message of any size is offered without its size: too large is the message's fault, not the server's"
  )
  func size() async throws {
    try await TestMailServer.run { server in
      let connection = try server.connection()
      let result = await connection.send(
        try SampleMail.message(attachments: [
          .init(
            name: "a", contentType: "application/pdf",
            bytes: [UInt8](repeating: 7, count: 10 << 20))
        ]))
      #expect(result == .accepted(refused: []))
      #expect(try server.arguments(of: "MAIL") == ["billing@sender.example"])
    }
  }
}
