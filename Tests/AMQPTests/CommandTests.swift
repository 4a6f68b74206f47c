import TestBroker
import TestSupport
import Testing

@testable import AMQP

@Suite struct CommandTests {
  @Test func `refusals carry the broker's code and the connection goes on`() async throws {
    try await TestBroker.shared().withVirtualHost { url in
      try await withCommands(url) { commands in
        #expect(
          await code { try await commands.declare(QueueDeclaration(name: "no", isPassive: true)) }
            == 404)
        try await commands.declare(QueueDeclaration(name: "work"))
        #expect(
          await code {
            try await commands.declare(QueueDeclaration(name: "work", isDurable: false))
          }
            == 406)
        #expect(
          await code {
            try await commands.declare(ExchangeDeclaration(name: "amq.own", kind: .topic))
          } == 403)
        #expect(await code { _ = try await commands.get("no") } == 404)
        #expect(try await commands.get("work") == nil)
      }
    }
  }

  @Test func `a fetched message can be given back, and is acknowledged once`() async throws {
    try await TestBroker.shared().withVirtualHost { url in
      try await withCommands(url) { try await $0.declare(.quorum("work")) }
      try await withPublisher(try configuration(url)) {
        _ = await $0.publish([try message("once", to: "work")])
      }
      try await withCommands(url) { commands in
        let first = try #require(try await commands.get("work"))
        try await commands.negativelyAcknowledge(first.tag, requeue: true)
        var again: Delivery?
        try await eventually("it is back") {
          again = try await commands.get("work")
          return again != nil
        }
        let delivery = try #require(again)
        #expect(delivery.isRedelivered)
        #expect(delivery.text == "once")
        try await commands.acknowledge(delivery.tag)
        #expect(try await commands.get("work") == nil)
      }
    }
  }

  @Test func `wrong credentials and an unknown virtual host are refused with a code`() async throws
  {
    let url = try TestBroker.shared().url
    let wrong = url.replacing("guest:guest", with: "guest:secret-word")
    let commands = try CommandConnection(configuration: try configuration(wrong))
    let error = await #expect(throws: AMQPError.self) { try await commands.connect() }
    #expect(error?.reply?.code == 403)
    #expect(error.map { !"\($0)".contains("secret-word") } == true)

    let unknown = try CommandConnection(configuration: try configuration(url + "unknown"))
    let refusal = await #expect(throws: AMQPError.self) { try await unknown.connect() }
    #expect(refusal?.reply?.code == 530)
  }

  @Test func `nobody listening is an error, at once`() async throws {
    let commands = try CommandConnection(
      configuration: try configuration("amqp://guest:guest@127.0.0.1:1/"))
    await #expect(throws: AMQPError.self) { try await commands.connect() }
    await #expect(throws: AMQPError.notConnected) { _ = try await commands.get("work") }
  }

  private func code(_ body: () async throws -> Void) async -> UInt16? {
    do {
      try await body()
      return nil
    } catch {
      return (error as? AMQPError)?.reply?.code
    }
  }
}
