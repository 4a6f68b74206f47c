import Foundation
import Testing

/// A sender and a receiver of `compose/clients` in one language.
struct Client: CustomTestStringConvertible {
  let name: String
  /// Program and first arguments; what each is given follows.
  let send: [String]
  let receive: [String]
  /// What compiles both; none where nothing is to be compiled.
  var build: [[String]] = []
  var environment: [String: String] = [:]
  /// The queue that it receives from.
  var queue = "ledger.invoices"
  /// Configure, write and read; nil for those that `.github/SECURITY.md` gives a sender, or a reader of events with a
  /// queue of its own.
  var sendingRights: [String]?
  var receivingRights: [String]?

  var testDescription: String { name }

  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "compose/clients")

  private static func path(_ name: String) -> String { folder.appending(path: name).path }

  static let python: Client = {
    let python = folder.appending(path: "../../.build/python/bin/python3").standardized.path
    return Client(
      name: "Python", send: [python, path("python/send_request.py")],
      receive: [python, path("python/receive_events.py")])
  }()

  /// Those that need more than Debian's plain packages, by whose paths they are compiled and run.
  static let others: [Client] = [go, java, php, shell]

  private static let go: Client = {
    let build = FileManager.default.temporaryDirectory.appending(path: "clients-in-go").path
    return Client(
      name: "Go", send: ["\(build)/sendrequest"], receive: ["\(build)/receiveevents"],
      build: ["sendrequest", "receiveevents"].flatMap { name in
        [
          ["/usr/bin/go", "vet", path("go/\(name)/main.go")],
          ["/usr/bin/go", "build", "-o", "\(build)/\(name)", path("go/\(name)/main.go")],
        ]
      },
      environment: [
        "GOPATH": "/usr/share/gocode", "GO111MODULE": "off", "GOCACHE": "\(build)/cache",
      ])
  }()

  private static let java: Client = {
    let archives = [
      "amqp-client", "jackson-databind", "jackson-core", "jackson-annotations", "slf4j-api",
      "slf4j-nop", "sqlite-jdbc",
    ].map { "/usr/share/java/\($0).jar" }
    let java = ["/usr/bin/java", "-cp", archives.joined(separator: ":")]
    return Client(
      name: "Java", send: java + [path("java/SendRequest.java")],
      receive: java + [path("java/ReceiveEvents.java")])
  }()

  private static let php = Client(
    name: "PHP", send: ["/usr/bin/php", path("php/send-request.php")],
    receive: ["/usr/bin/php", path("php/receive-events.php")])

  /// Its tools can neither reply directly nor bind a durable queue.
  private static let shell = Client(
    name: "shell", send: [path("shell/send-request.sh")],
    receive: [path("shell/receive-events.sh")], queue: "invoice.changes",
    sendingRights: [
      #"^crm\.reply\..+$"#, #"^(invoice\.requests|crm\.reply\..+)$"#, #"^crm\.reply\..+$"#,
    ],
    receivingRights: ["^$", "^$", #"^invoice\.changes$"#])
}
