import Foundation
import TestSupport

/// A TLS server (`openssl s_server`) on a free port of this machine, with a certificate for `localhost` that the test
/// broker's authority has signed for the dates that a test wants. No broker: it is for handshakes that fail.
package final class TLSServer {
  /// `amqps://guest:guest@localhost:PORT/`
  package let url: String
  private let process: Process
  private let directory: URL
  /// The server ends at the end of its input.
  private let input = Pipe()

  /// Starts one. The authority is a directory with `ca.pem` and `ca.key`; the validity, its first and last second, is
  /// written as OpenSSL does: `20260101000000Z`.
  package init(authority: String, validity: (from: String, to: String)) async throws {
    directory = FileManager.default.temporaryDirectory.appending(
      path: "tls-server-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: false)
    try Self.sign(in: directory, authority, validity)
    process = Process()
    process.executableURL = URL(filePath: "/usr/bin/openssl")
    process.currentDirectoryURL = directory
    // Port 0 is any that is free; the server says which.
    process.arguments = ["s_server", "-accept", "0", "-cert", "server.pem", "-key", "server.key"]
    process.standardInput = input
    process.standardOutput = try Self.file("output", in: directory)
    process.standardError = try Self.file("errors", in: directory)
    try process.run()
    let output = directory.appending(path: "output")
    let port: Substring = try await eventually("openssl s_server listens") {
      try String(contentsOf: output, encoding: .utf8).firstMatch(of: /ACCEPT .*:(\d+)\n/)?.output.1
    }
    url = "amqps://guest:guest@localhost:\(port)/"
  }

  package func stop() {
    // Not SIGTERM: a child inherits the mask of the thread that starts it, which may block that one.
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    try? FileManager.default.removeItem(at: directory)
  }

  private static func sign(
    in directory: URL, _ authority: String, _ validity: (from: String, to: String)
  ) throws {
    let settings = """
      [ca]
      default_ca = test
      [test]
      new_certs_dir = .
      database = index
      rand_serial = yes
      default_md = sha256
      policy = any
      x509_extensions = server
      [any]
      commonName = supplied
      [server]
      subjectAltName = DNS:localhost
      """
    try Data(settings.utf8).write(to: directory.appending(path: "settings"))
    try Data().write(to: directory.appending(path: "index"))
    try openssl(
      in: directory,
      "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
      "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=localhost")
    try openssl(
      in: directory,
      "ca", "-batch", "-notext", "-config", "settings", "-in", "server.csr", "-out", "server.pem",
      "-cert", "\(authority)/ca.pem", "-keyfile", "\(authority)/ca.key",
      "-startdate", validity.from, "-enddate", validity.to)
  }

  private static func openssl(in directory: URL, _ arguments: String...) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/openssl")
    process.currentDirectoryURL = directory
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = try file("errors", in: directory)
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      let errors = try String(contentsOf: directory.appending(path: "errors"), encoding: .utf8)
      throw ConditionNotMet("openssl \(arguments.joined(separator: " ")): \(errors)")
    }
  }

  private static func file(_ name: String, in directory: URL) throws -> FileHandle {
    let path = directory.appending(path: name)
    try Data().write(to: path)
    return try FileHandle(forWritingTo: path)
  }
}
