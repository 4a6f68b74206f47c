import Foundation

/// A real broker for tests: a private RabbitMQ node, started by `compose/broker.sh`.
///
/// Most tests share one node, each with a virtual host of its own. Tests that break the node start
/// their own with ``own()``.
package final class TestBroker: Sendable {
  package struct Failure: Error, CustomStringConvertible {
    package let description: String
  }

  /// Where the node keeps everything.
  package let directory: String
  private let settings: [String: String]

  private init(directory: String) throws {
    self.directory = directory
    settings = try Self.readSettings(directory + "/env")
  }

  /// The node of this test process, started when it is first asked for and stopped when the process
  /// ends, however it ends; or the node whose directory `INVOICE_WORKER_TEST_BROKER_DIR` names.
  package static func shared() throws -> TestBroker {
    try sharedNode.get()
  }

  private static let sharedNode = Result {
    if let directory = ProcessInfo.processInfo.environment["INVOICE_WORKER_TEST_BROKER_DIR"] {
      return try TestBroker(directory: directory)
    }
    return try start()
  }

  /// Starts a node for tests that break it. Stopped when the process ends.
  package static func own() throws -> TestBroker {
    try start()
  }

  /// Starts a node for one test, which may do to it what it likes, and stops it afterwards. The options are those of
  /// `broker.sh start`: `--max-message-size N`, `--channel-max N`.
  package static func withOwnNode<Value>(
    _ options: [String] = [], _ body: (TestBroker) async throws -> Value
  ) async throws -> Value {
    let broker = try start(options)
    let result: Result<Value, any Error>
    do {
      result = .success(try await body(broker))
    } catch {
      result = .failure(error)
    }
    _ = try? broker.run("stop")
    try? FileManager.default.removeItem(atPath: broker.directory)
    return try result.get()
  }

  /// A virtual host that exists for as long as the closure runs.
  ///
  /// - Parameter body: gets the address of the virtual host, for the administrator.
  /// - Returns: what the closure returns.
  /// - Throws: what the closure throws, or ``Failure`` when the node does not do as it is told.
  package func withVirtualHost<Value>(
    _ body: (String) async throws -> Value
  ) async throws -> Value {
    let name = "test-" + UUID().uuidString.lowercased()
    try evaluate(
      """
      rabbit_vhost:add(<<"\(name)">>, <<"guest">>), \
      rabbit_auth_backend_internal:set_permissions(<<"guest">>, <<"\(name)">>, \
      <<".*">>, <<".*">>, <<".*">>, <<"guest">>)
      """)
    let result: Result<Value, any Error>
    do {
      result = .success(try await body(url + name))
    } catch {
      result = .failure(error)
    }
    let end = Result {
      try evaluate("rabbit_vhost:delete(<<\"\(name)\">>, <<\"guest\">>)")
    }
    // What the body met says more than a node that is away as well.
    let value = try result.get()
    _ = try end.get()
    return value
  }

  /// `amqp://guest:guest@127.0.0.1:PORT/`
  package var url: String { settings["AMQP_URL"] ?? "" }

  /// `amqps://guest:guest@localhost:PORT/`; the certificate names `localhost` only.
  package var tlsURL: String { settings["AMQPS_URL"] ?? "" }

  /// Holds `ca.pem`, `stranger.pem` (an authority that signed nothing here), `client.pem` and `client.key`.
  package var tlsDirectory: String { settings["BROKER_TLS_DIR"] ?? "" }

  /// The command for a broker.sh verb on this node.
  @discardableResult
  package func run(_ verb: String, _ arguments: String...) throws -> String {
    try Self.script([verb, directory] + arguments)
  }

  /// `rabbitmqctl` against the node: slow, for what ``evaluate(_:)`` is too terse for.
  package func control(_ arguments: [String]) throws -> String {
    try Self.script(["ctl", directory] + arguments)
  }

  /// Evaluates Erlang in the node, which is much faster than a `rabbitmqctl` command.
  @discardableResult
  package func evaluate(_ expression: String) throws -> String {
    try run("eval", expression)
  }

  /// Adds a user without any permission, or changes its password.
  package func addUser(_ name: String, password: String) throws {
    try evaluate(
      "rabbit_auth_backend_internal:put_user(#{name => <<\"\(name)\">>, password => <<\"\(password)\">>, tags => <<>>}, <<\"guest\">>)"
    )
  }

  /// Gives a user the three patterns on one virtual host.
  package func setPermissions(
    user: String, virtualHost: String, configure: String, write: String, read: String
  ) throws {
    func quoted(_ text: String) -> String { text.replacing("\\", with: "\\\\") }
    try evaluate(
      """
      rabbit_auth_backend_internal:set_permissions(<<"\(user)">>, <<"\(virtualHost)">>, \
      <<"\(quoted(configure))">>, <<"\(quoted(write))">>, <<"\(quoted(read))">>, <<"guest">>)
      """)
  }

  /// Sets or clears the memory alarm: the broker stops reading from connections that publish.
  package func setMemoryAlarm(_ isOn: Bool) throws {
    let limit = isOn ? "1" : "1073741824"
    try evaluate("vm_memory_monitor:set_vm_memory_high_watermark({absolute, \(limit)})")
  }

  private static let scriptPath = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("compose/broker.sh").path

  private static func start(_ options: [String] = []) throws -> TestBroker {
    let directory = FileManager.default.temporaryDirectory
      .appendingPathComponent("test-broker-" + UUID().uuidString).path
    // Before the node: a process that dies while it starts must leave nothing behind either.
    try startJanitor(directory)
    _ = try script(["start", directory, "--tls"] + options)
    return try TestBroker(directory: directory)
  }

  /// A shell that waits for this process to end, by whatever cause, and then stops the node.
  private static func startJanitor(_ directory: String) throws {
    let janitor = Process()
    janitor.executableURL = URL(fileURLWithPath: "/usr/bin/setsid")
    janitor.arguments = [
      "/bin/bash", "-c",
      """
      while kill -0 "$1" 2>/dev/null; do sleep 0.5; done
      [ ! -e "$2" ] || { "$3" kill "$2"; rm -rf "$2"; }
      """,
      "janitor", String(ProcessInfo.processInfo.processIdentifier), directory, scriptPath,
    ]
    janitor.standardInput = FileHandle.nullDevice
    janitor.standardOutput = FileHandle.nullDevice
    janitor.standardError = FileHandle.nullDevice
    try janitor.run()
  }

  private static func script(_ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: scriptPath)
    process.arguments = arguments
    // Files, not pipes: the node outlives the script and would keep a pipe open.
    let scratch = FileManager.default.temporaryDirectory.path + "/" + UUID().uuidString
    let output = scratch + ".out"
    let errors = scratch + ".err"
    for path in [output, errors] { try Data().write(to: URL(fileURLWithPath: path)) }
    defer { for path in [output, errors] { try? FileManager.default.removeItem(atPath: path) } }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: output))
    process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: errors))
    try process.run()
    process.waitUntilExit()
    let text = try String(contentsOfFile: output, encoding: .utf8)
    guard process.terminationStatus == 0 else {
      let message = (try? String(contentsOfFile: errors, encoding: .utf8)) ?? ""
      throw Failure(description: "broker.sh \(arguments.joined(separator: " ")): \(message)")
    }
    return text
  }

  private static func readSettings(_ path: String) throws -> [String: String] {
    var settings: [String: String] = [:]
    for line in try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n") {
      let assignment = line.trimmingPrefix("export ")
      guard let equals = assignment.firstIndex(of: "=") else { continue }
      let value = assignment[assignment.index(after: equals)...]
      settings[String(assignment[..<equals])] = String(value)
    }
    return settings
  }
}
