import TestBroker
import Testing

@testable import AMQP

@Suite struct TLSTests {
  private func connect(_ url: String, _ tls: TLSConfiguration) async throws {
    let commands = try CommandConnection(configuration: try configuration(url, tls: tls))
    try await commands.connect()
    try await commands.close()
  }

  @Test func `the authority's signature is accepted, with and without a client certificate`()
    async throws
  {
    let broker = try TestBroker.shared()
    let directory = broker.tlsDirectory
    var tls = TLSConfiguration(authorityFile: directory + "/ca.pem")
    try await connect(broker.tlsURL, tls)
    tls.certificate = (directory + "/client.pem", directory + "/client.key")
    try await connect(broker.tlsURL, tls)
  }

  @Test("W8: a broker signed by a stranger is refused") func stranger() async throws {
    let broker = try TestBroker.shared()
    let stranger = TLSConfiguration(authorityFile: broker.tlsDirectory + "/stranger.pem")
    let error = await #expect(throws: AMQPError.self) {
      try await connect(broker.tlsURL, stranger)
    }
    #expect(error == .certificate(.unknownAuthority))
    // The system's authorities do not know the test's one either.
    await #expect(throws: AMQPError.certificate(.unknownAuthority)) {
      try await connect(broker.tlsURL, TLSConfiguration())
    }
  }

  @Test("W8: a certificate for another name is refused") func otherName() async throws {
    let broker = try TestBroker.shared()
    let tls = TLSConfiguration(authorityFile: broker.tlsDirectory + "/ca.pem")
    let other = broker.tlsURL.replacing("@localhost:", with: "@127.0.0.1:")
    await #expect(throws: AMQPError.wrongHostName) { try await connect(other, tls) }
  }

  @Test(
    "W8: a certificate that has expired, or is not valid yet, is refused with the date",
    arguments: [
      (
        "20200101000000Z", "20210102030405Z", "expired on 2021-01-02T03:04:05Z",
        CertificateFault.expired(1_609_556_645)
      ),
      (
        "20990102030405Z", "21000101000000Z", "is not valid before 2099-01-02T03:04:05Z",
        .notYetValid(4_071_006_245)
      ),
    ])
  func outOfDate(from: String, to: String, words: String, fault: CertificateFault) async throws {
    let authority = try TestBroker.shared().tlsDirectory
    let server = try await TLSServer(authority: authority, validity: (from, to))
    defer { server.stop() }
    let tls = TLSConfiguration(authorityFile: authority + "/ca.pem")
    let error = await #expect(throws: AMQPError.self) { try await connect(server.url, tls) }
    #expect(error == .certificate(fault))
    #expect(error?.description.contains(words) == true)
  }

  @Test func `a file that is not there is named`() async throws {
    let broker = try TestBroker.shared()
    await #expect(
      throws: AMQPError.invalidTLSFile("/nowhere/ca.pem", reason: "no such file or directory")
    ) {
      try await connect(broker.tlsURL, TLSConfiguration(authorityFile: "/nowhere/ca.pem"))
    }
  }

  @Test func `messages flow over TLS in both directions`() async throws {
    let broker = try TestBroker.shared()
    try await broker.withVirtualHost { url in
      let host = String(url.split(separator: "/").last ?? "")
      let tls = TLSConfiguration(authorityFile: broker.tlsDirectory + "/ca.pem")
      let settings = try configuration(broker.tlsURL + host, tls: tls)
      try await withCommands(url) { try await $0.declare(.quorum("work")) }
      try await withPublisher(settings) { publisher in
        let body = [UInt8](repeating: 7, count: 300_000)
        let messages = try (0..<20).map {
          try OutgoingMessage(
            exchange: "", routingKey: "work", properties: MessageProperties(messageId: "\($0)"),
            body: body)
        }
        #expect(await publisher.publish(messages) == Array(repeating: .confirmed, count: 20))
        try await withConsumer(settings, [Subscription("work")]) { consumer in
          let deliveries = try await take(20, from: consumer.deliveries(of: "work"))
          #expect(deliveries.allSatisfy { $0.body == body })
          consumer.acknowledge(deliveries.map(\.tag))
        }
      }
    }
  }
}
