import Foundation
import Glibc
import PostgreSQL

/// PgBouncer, which Debian's package of that name installs, in front of the shared server.
package enum Pooler {
  private static let program = "/usr/sbin/pgbouncer"
  package static let isInstalled = FileManager.default.isExecutableFile(atPath: program)

  /// Runs `body` with the pooler's address: a socket in a directory of its own, for a port that is free now may be
  /// somebody else's a moment later. `mode` is PgBouncer's `pool_mode`, `size` the sessions that it may have.
  package static func with(
    _ mode: String, size: Int = 20, _ body: (String) throws -> Void
  ) throws {
    let server = try PostgreSQLServer.shared()
    guard let parts = URLComponents(string: server.url) else {
      throw CocoaError(.fileReadCorruptFile)
    }
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
    process.executableURL = URL(filePath: program)
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
    while isUnavailable(url), process.isRunning, ContinuousClock.now < deadline { usleep(5_000) }
    guard process.isRunning else { throw CocoaError(.executableLoad) }
    try body(url)
  }

  private static func isUnavailable(_ url: String) -> Bool {
    do throws(PostgreSQLError) {
      _ = try PostgreSQLConnection(PostgreSQLURL(url))
      return false
    } catch {
      return error.kind == .unavailable
    }
  }
}
