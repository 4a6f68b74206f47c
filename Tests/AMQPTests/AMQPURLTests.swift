import Testing

@testable import AMQP

@Suite struct AMQPURLTests {
  @Test func `defaults`() throws {
    let url = try AMQPURL("amqp://localhost")
    #expect(url.hosts == [BrokerHost(name: "localhost", port: 5672)])
    #expect(url.user == "guest")
    #expect(url.password == "guest")
    #expect(url.virtualHost == "/")
    #expect(!url.usesTLS)
    #expect(try AMQPURL("amqps://localhost/").hosts[0].port == 5671)
  }

  @Test func `every part`() throws {
    let url = try AMQPURL(
      "AMQPS://us%40er:p%3a%2F%40ss@a.example:1,[::1]:2,b/vh%2fost?heartbeat=7&connection_timeout=900"
    )
    #expect(
      url.hosts == [
        BrokerHost(name: "a.example", port: 1), BrokerHost(name: "::1", port: 2),
        BrokerHost(name: "b", port: 5671),
      ])
    #expect(url.user == "us@er")
    #expect(url.password == "p:/@ss")
    #expect(url.virtualHost == "vh/ost")
    #expect(url.usesTLS)
    #expect(url.heartbeat == 7)
    #expect(url.connectionTimeout == 900)
    let settings = ConnectionConfiguration(url: url, name: "n")
    #expect(settings.heartbeat == .seconds(7))
    #expect(settings.connectTimeout == .milliseconds(900))
  }

  @Test(arguments: [
    ("http://host", AMQPURLError.unknownScheme),
    ("localhost:5672", .unknownScheme),
    ("", .unknownScheme),
    ("amqp://", .missingHost),
    ("amqp://user@", .missingHost),
    ("amqp://a,,b", .missingHost),
    ("amqp://[::1", .missingHost),
    ("amqp://host:", .invalidPort),
    ("amqp://host:0", .invalidPort),
    ("amqp://host:65536", .invalidPort),
    ("amqp://host:+1", .invalidPort),
    ("amqp://[::1]x", .invalidPort),
    ("amqp://u%4:p@host", .invalidPercentEncoding(part: "user")),
    ("amqp://u:p%zz@host", .invalidPercentEncoding(part: "password")),
    ("amqp://host/%ff", .invalidPercentEncoding(part: "virtual host")),
    ("amqp://host/a/b", .invalidVirtualHost),
    ("amqp://host/a%00", .invalidText(part: "virtual host")),
    ("amqp://host?verify=none", .unknownParameter("verify")),
    ("amqp://host?heartbeat=0", .invalidParameter("heartbeat")),
    ("amqp://host?connection_timeout=soon", .invalidParameter("connection_timeout")),
  ])
  func `a bad address is refused with its reason`(text: String, error: AMQPURLError) {
    #expect(throws: error) { try AMQPURL(text) }
  }

  @Test(
    arguments: [
      "amqp://user:pa/hunter2@host/", "amqp://user:12/hunter2@host", "amqp://user:p@/hunter2@host/",
      "amqp://user:pa?hunter2@host/", "amqp://user:pa?hunter2=1", "amqp://user:pa/ss/hunter2@host",
      "amqp://user:hunter2", "amqp://user:hunter2%4@host",
    ])
  func `S11: nothing of an address that cannot be read is told`(text: String) {
    let error = #expect(throws: AMQPURLError.self) { try AMQPURL(text) }
    #expect(error.map { "\($0)".contains("hunter2") } == false)
  }

  @Test func `a text longer than the protocol allows is refused`() {
    let long = String(repeating: "x", count: 256)
    #expect(throws: AMQPURLError.invalidText(part: "user")) { try AMQPURL("amqp://\(long)@h") }
  }

  @Test func `the password is shown nowhere`() throws {
    let url = try AMQPURL("amqp://user:topsecret@host/vhost")
    let settings = ConnectionConfiguration(url: url, name: "worker")
    var dumped = ""
    dump(settings, to: &dumped)
    for text in ["\(url)", String(reflecting: url), "\(settings)", dumped] {
      #expect(!text.contains("topsecret"))
    }
    #expect("\(settings)" == "worker at amqp://user@host:5672/vhost")
  }
}
