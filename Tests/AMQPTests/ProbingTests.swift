import Foundation
import TestBroker
import Testing

@testable import AMQP

/// What a user may do, asked without doing it.
@Suite struct ProbingTests {
  @Test func `rights are told apart, and nothing is published, consumed or declared`()
    async throws
  {
    let broker = try TestBroker.shared()
    try await broker.withVirtualHost { url in
      try await withCommands(url) { commands in
        for queue in ["mine", "theirs"] { try await commands.declare(.quorum(queue)) }
      }
      try await withPublisher(try configuration(url)) { publisher in
        let messages = [try message("m", to: "mine")]
        #expect(await publisher.publish(messages) == [.confirmed])
      }
      let user = "probe-\(UUID().uuidString)"
      var settings = try configuration(url)
      try broker.addUser(user, password: "p")
      try broker.setPermissions(
        user: user, virtualHost: settings.url.virtualHost, configure: "^own$",
        write: #"^amq\.default$"#, read: "^(mine|none)$")
      settings.url.user = user
      settings.url.password = "p"
      let commands = try CommandConnection(configuration: settings)
      try await commands.connect()
      func isRefused(_ right: CommandConnection.ProbedRight) -> Bool {
        if case .refused = right { true } else { false }
      }
      #expect(try await commands.probePublishing(to: "") == .granted)
      #expect(try await isRefused(commands.probePublishing(to: "amq.topic")))
      #expect(try await commands.probeConsuming(from: "mine") == .granted)
      #expect(try await commands.probeConsuming(from: "none") == .missing)
      #expect(try await isRefused(commands.probeConsuming(from: "theirs")))
      #expect(try await commands.probeDeclaring("own") == .granted)
      #expect(try await isRefused(commands.probeDeclaring("other")))

      // The connection goes on, and everything is as it was.
      let mine = try await commands.declare(QueueDeclaration(name: "mine", isPassive: true))
      #expect(mine.messageCount == 1 && mine.consumerCount == 0)
      let delivery = try #require(try await commands.get("mine"))
      #expect(!delivery.isRedelivered)
      await #expect(throws: AMQPError.self) {
        try await commands.declare(QueueDeclaration(name: "own", isPassive: true))
      }
      let identity = try await commands.identity()
      #expect(identity.product == "RabbitMQ" && identity.version.hasPrefix("3."))
      #expect(identity.certificateEnd == nil)
      try await commands.close()
    }
  }

  @Test func `a broker's certificate says when it expires`() async throws {
    let broker = try TestBroker.shared()
    let tls = TLSConfiguration(authorityFile: broker.tlsDirectory + "/ca.pem")
    let commands = try CommandConnection(
      configuration: try configuration(broker.tlsURL, tls: tls))
    try await commands.connect()
    let end = try #require(try await commands.identity().certificateEnd)
    // Made for 30 days by the script that started the node.
    let left = end - Int64(Date.now.timeIntervalSince1970)
    #expect(left > 0 && left <= 30 * 86_400)
    try await commands.close()
  }
}
