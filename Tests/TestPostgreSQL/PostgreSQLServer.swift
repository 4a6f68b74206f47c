import Foundation
import PostgreSQL

/// A real PostgreSQL server in a directory of its own, gone with the test process however that ends.
package final class PostgreSQLServer: Sendable {
  /// The URL of the database `postgres`, as its superuser.
  package let url: String
  package let directory: String
  private let guardian: ServerGuardian?

  /// The server most tests share: the one whose directory INVOICE_WORKER_TEST_POSTGRES_DIR names, or
  /// one started for this process. A test that breaks its server takes ``withOwn(tls:_:)``.
  package static func shared() throws -> PostgreSQLServer { try sharedServer.get() }

  private static let sharedServer = Result {
    if let given = ProcessInfo.processInfo.environment["INVOICE_WORKER_TEST_POSTGRES_DIR"] {
      return try PostgreSQLServer(running: given)
    }
    return try PostgreSQLServer(tls: false)
  }

  /// A server for one test, removed afterwards.
  package static func withOwn<Value>(
    tls: Bool = false, _ body: (PostgreSQLServer) throws -> Value
  ) throws -> Value {
    let server = try PostgreSQLServer(tls: tls)
    defer { server.guardian?.end() }
    return try body(server)
  }

  /// The same for a test that suspends.
  package static func withOwn<Value>(
    tls: Bool = false, _ body: (PostgreSQLServer) async throws -> Value
  ) async throws -> Value {
    let server = try PostgreSQLServer(tls: tls)
    defer { server.guardian?.end() }
    return try await body(server)
  }

  private init(running directory: String) throws {
    self.directory = directory
    url = try Self.readURL(directory)
    guardian = nil
  }

  /// A new one, made by that verb of the script.
  private init(_ verb: String, _ arguments: [String]) throws {
    let place = FileManager.default.temporaryDirectory
      .appending(path: "postgres-\(UUID().uuidString)", directoryHint: .notDirectory)
    try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
    directory = place.path(percentEncoded: false)
    guardian = try ServerGuardian(directory: directory)
    try ServerScript.run(verb, directory, arguments)
    url = try Self.readURL(directory)
  }

  private convenience init(tls: Bool) throws { try self.init("start", tls ? ["--tls"] : []) }

  /// Makes a standby that has every commit before it is answered, for one test. Afterwards it is removed, and
  /// this server takes no more commits, for want of somebody to confirm them.
  package func withStandby<Value>(
    _ body: (PostgreSQLServer) async throws -> Value
  ) async throws -> Value {
    let standby = try PostgreSQLServer("standby", [directory])
    defer { standby.guardian?.end() }
    return try await body(standby)
  }

  private static func readURL(_ directory: String) throws -> String {
    let settings = try String(contentsOfFile: directory + "/env", encoding: .utf8)
    let prefix = "export DATABASE_URL="
    for line in settings.split(separator: "\n") where line.hasPrefix(prefix) {
      return String(line.dropFirst(prefix.count))
    }
    throw CocoaError(.fileReadCorruptFile)
  }
}

extension PostgreSQLServer {
  /// Ends all of its processes as a power cut would.
  package func kill() throws { try ServerScript.run("kill", directory) }

  package func stop() throws { try ServerScript.run("stop", directory) }

  /// Starts it again, with the same port and data.
  package func restart() throws { try ServerScript.run("restart", directory) }

  /// Stops its processes where they are; the kernel goes on accepting connections for them.
  package func freeze() throws { try ServerScript.run("freeze", directory) }

  /// Of a standby: makes it take writes.
  package func promote() throws { try ServerScript.run("promote", directory) }

  package var port: Int {
    get throws {
      guard let port = URLComponents(string: url)?.port else {
        throw CocoaError(.fileReadCorruptFile)
      }
      return port
    }
  }

  package func thaw() throws { try ServerScript.run("thaw", directory) }

  /// The certificate of a server started with `tls`, which is its own authority.
  package var certificate: String { directory + "/server.pem" }

  /// What the server has logged.
  package var log: String {
    (try? String(contentsOfFile: directory + "/server.log", encoding: .utf8)) ?? ""
  }

  /// The URL with other parts.
  package func url(
    database: String? = nil, user: String? = nil, password: String? = nil, host: String? = nil,
    query: String? = nil
  ) throws -> String {
    guard var parts = URLComponents(string: url) else { throw CocoaError(.fileReadCorruptFile) }
    if let database { parts.path = "/" + database }
    if let user { parts.user = user }
    if let password { parts.password = password }
    if let host { parts.host = host }
    if let query { parts.query = query }
    guard let text = parts.string else { throw CocoaError(.fileReadCorruptFile) }
    return text
  }

  private func session() throws -> PostgreSQLConnection {
    try PostgreSQLConnection(PostgreSQLURL(url))
  }

  /// Runs statements as the superuser in the database `postgres`.
  package func execute(_ script: String) throws {
    let session = try session()
    try session.execute(script)
    session.close()
  }

  /// Makes an empty database, and removes it afterwards even with sessions left in it.
  package func withDatabase<Value>(_ body: (String) throws -> Value) throws -> Value {
    let name = try makeDatabase()
    defer { dropDatabase(name) }
    return try body(url(database: name))
  }

  /// The same for a test that suspends.
  package func withDatabase<Value>(
    owner: String? = nil, tablespace: String? = nil, _ body: (String) async throws -> Value
  ) async throws -> Value {
    let options =
      (owner.map { " OWNER \($0)" } ?? "") + (tablespace.map { " TABLESPACE \($0)" } ?? "")
    let name = try makeDatabase(options)
    defer { dropDatabase(name) }
    return try await body(url(database: name))
  }

  private func makeDatabase(_ options: String = "") throws -> String {
    let name = "test_" + UUID().uuidString.lowercased().replacing("-", with: "")
    try execute("CREATE DATABASE \(name)\(options)")
    return name
  }

  private func dropDatabase(_ name: String) {
    // A test may have left its server stopped; the directory goes in any case.
    try? execute("DROP DATABASE IF EXISTS \(name) WITH (FORCE)")
  }
}

/// An empty database on the shared server, for one test.
package func withDatabase<Value>(_ body: (String) throws -> Value) throws -> Value {
  try PostgreSQLServer.shared().withDatabase(body)
}

/// The same for a test that suspends.
package func withDatabase<Value>(_ body: (String) async throws -> Value) async throws -> Value {
  try await PostgreSQLServer.shared().withDatabase(body)
}
