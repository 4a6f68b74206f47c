import Foundation

/// A TLS server, no broker, with a certificate for `localhost` that is valid between two dates only.
struct DatedServer {
  let url: String
  /// Of the authority that signed the certificate.
  let authorityFile: String

  /// Runs `body` with a server of its own. The dates are as `openssl ca` takes them: `YYYYMMDDHHMMSSZ`.
  static func run(
    from first: String, to last: String, _ body: (DatedServer) async throws -> Void
  ) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "dated-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let making = try shell(making, in: folder, [first, last])
    making.waitUntilExit()
    guard making.terminationStatus == 0 else {
      throw ConditionNotMet(description: "certificates: \(text(of: folder))")
    }
    // For a minute at most, also when nobody is left to end it.
    let server = try shell(
      "exec timeout 60 openssl s_server -accept 0 -www -cert server.pem -key server.key",
      in: folder, [])
    defer {
      server.terminate()
      server.waitUntilExit()
    }
    var port = ""
    try await eventually("the server listens") {
      guard let said = text(of: folder).firstMatch(of: /ACCEPT [^ ]*:([0-9]+)/) else {
        return false
      }
      port = String(said.output.1)
      return true
    }
    try await body(
      DatedServer(
        url: "amqps://guest:guest@localhost:\(port)/",
        authorityFile: folder.appending(path: "ca.pem").path))
  }

  private static let making = """
    set -e
    key="-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes"
    openssl req -x509 $key -days 30 -keyout ca.key -out ca.pem -subj /CN=dated
    openssl req $key -keyout server.key -out server.csr -subj /CN=localhost
    : >index.txt
    echo 01 >serial
    printf '%s\\n' '[ca]' 'default_ca=d' '[d]' 'database=index.txt' 'serial=serial' 'new_certs_dir=.' \
      'default_md=sha256' 'policy=p' '[p]' 'commonName=supplied' >ca.conf
    echo 'subjectAltName=DNS:localhost' >names.conf
    openssl ca -batch -config ca.conf -cert ca.pem -keyfile ca.key -in server.csr -out server.pem -notext \
      -startdate "$1" -enddate "$2" -extfile names.conf
    : >out
    """

  private static func shell(
    _ command: String, in folder: URL, _ arguments: [String]
  ) throws -> Process {
    let output = folder.appending(path: "out")
    try Data().write(to: output)
    let process = Process()
    process.executableURL = URL(filePath: "/bin/bash")
    process.arguments = ["-c", command, "openssl"] + arguments
    process.currentDirectoryURL = folder
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = process.standardOutput
    try process.run()
    return process
  }

  private static func text(of folder: URL) -> String {
    (try? String(contentsOf: folder.appending(path: "out"), encoding: .utf8)) ?? ""
  }
}
