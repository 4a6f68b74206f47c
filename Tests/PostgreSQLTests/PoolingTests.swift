import Foundation
import Glibc
import PostgreSQL
import TestPostgreSQL
import Testing

/// Behind PgBouncer, which Debian's package of that name installs.
@Suite("Poolers") struct PoolingTests {
  private static let program = "/usr/sbin/pgbouncer"
  static let isInstalled = FileManager.default.isExecutableFile(atPath: program)

  /// Runs `body` with the address of a pooler in front of the shared server: a socket in a directory of its own, for a
  /// port that is free now may be somebody else's a moment later.
  private func withPooler(
    _ mode: String, size: Int = 20, _ body: (String) throws -> Void
  ) throws {
    let server = try PostgreSQLServer.shared()
    let parts = try #require(URLComponents(string: server.url))
    // A socket's path is short.
    let directory = URL(filePath: "/tmp/pooler-\(UUID().uuidString)", directoryHint: .isDirectory)
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    // It may run as another user, who makes the socket.
    try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: directory.path)
    let users = directory.appending(path: "users").path
    try "\"\(parts.user ?? "")\" \"\(parts.password ?? "")\"\n"
      .write(toFile: users, atomically: false, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: users)
    let settings = directory.appending(path: "ini").path
    try """
    [databases]
    * = host=127.0.0.1 port=\(try server.port)
    [pgbouncer]
    listen_addr =
    listen_port = 6432
    unix_socket_dir = \(directory.path)
    auth_type = trust
    auth_file = \(users)
    pool_mode = \(mode)
    default_pool_size = \(size)
    \(geteuid() == 0 ? "user = nobody" : "")

    """.write(toFile: settings, atomically: false, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: settings)
    let process = Process()
    process.executableURL = URL(filePath: Self.program)
    process.arguments = ["-q", settings]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    defer {
      // It keeps nothing, and inherits what this thread's mask blocks, SIGTERM as it may be.
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
    }
    let url =
      server.url.replacing("@127.0.0.1:\(try server.port)/", with: "@/")
      + "?host=\(directory.path)&port=6432"
    let deadline = ContinuousClock.now + .seconds(180)
    func isUnavailable() -> Bool {
      failure { () throws(PostgreSQLError) in
        _ = try PostgreSQLConnection(PostgreSQLURL(url))
      }?.kind == .unavailable
    }
    while isUnavailable(), process.isRunning, ContinuousClock.now < deadline { usleep(5_000) }
    try #require(process.isRunning)
    try body(url)
  }

  @Test(
    "W6: transaction and statement pooling are refused with what to do",
    .enabled(if: isInstalled, "needs the package pgbouncer"),
    arguments: [("transaction", 20), ("transaction", 1), ("statement", 20)])
  func refused(mode: String, size: Int) throws {
    try withPooler(mode, size: size) { url in
      for _ in 0..<3 {
        let error = try #require(
          failure { () throws(PostgreSQLError) in
            _ = try PostgreSQLConnection(PostgreSQLURL(url))
          })
        #expect(error.kind == .environment)
        #expect(error.description.contains("use the pooler's session pooling"))
      }
    }
  }

  @Test(
    "W6: session pooling works", .enabled(if: isInstalled, "needs the package pgbouncer"))
  func session() throws {
    try withPooler("session") { url in
      let first = try PostgreSQLConnection(PostgreSQLURL(url))
      let second = try PostgreSQLConnection(PostgreSQLURL(url))
      for connection in [first, second] {
        #expect(try connection.query("SELECT 1").int64(0, 0) == 1)
      }
    }
  }
}
