import Foundation
import Glibc
import PostgreSQL
import TestPostgreSQL
import Testing

/// Behind PgBouncer, which Debian's package of that name installs.
@Suite("Poolers") struct PoolingTests {
  private static let program = "/usr/sbin/pgbouncer"
  static let isInstalled = FileManager.default.isExecutableFile(atPath: program)

  /// Runs `body` with the address of a pooler in front of the shared server.
  private func withPooler(
    _ mode: String, size: Int = 20, _ body: (String) throws -> Void
  ) throws {
    let server = try PostgreSQLServer.shared()
    let parts = try #require(URLComponents(string: server.url))
    let directory = FileManager.default.temporaryDirectory
      .appending(path: "pooler-\(UUID().uuidString)", directoryHint: .isDirectory)
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: directory.path)
    let users = directory.appending(path: "users").path
    try "\"\(parts.user ?? "")\" \"\(parts.password ?? "")\"\n"
      .write(toFile: users, atomically: false, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: users)
    let port = try freePort()
    let settings = directory.appending(path: "ini").path
    try """
    [databases]
    * = host=127.0.0.1 port=\(try server.port)
    [pgbouncer]
    listen_addr = 127.0.0.1
    listen_port = \(port)
    unix_socket_dir =
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
    var address = parts
    address.port = Int(port)
    let url = try #require(address.string)
    let deadline = ContinuousClock.now + .seconds(20)
    while isRefused(port), process.isRunning, ContinuousClock.now < deadline { usleep(5_000) }
    try #require(process.isRunning)
    try body(url)
  }

  private func freePort() throws -> UInt16 {
    try withSocket { descriptor, address in
      var address = address
      let size = socklen_t(MemoryLayout<sockaddr_in>.size)
      var length = size
      let isBound = withUnsafeMutablePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          bind(descriptor, $0, size) == 0 && getsockname(descriptor, $0, &length) == 0
        }
      }
      try #require(isBound)
      return UInt16(bigEndian: address.sin_port)
    }
  }

  private func isRefused(_ port: UInt16) -> Bool {
    withSocket { descriptor, address in
      var address = address
      address.sin_port = port.bigEndian
      return withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) != 0
        }
      }
    }
  }

  private func withSocket<Value>(
    _ body: (Int32, sockaddr_in) throws -> Value
  ) rethrows -> Value {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = (0x7F00_0001 as UInt32).bigEndian
    return try body(descriptor, address)
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
