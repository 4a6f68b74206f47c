import Foundation

/// A certificate for `localhost` that vouches for itself.
package struct TestCertificate {
  private let directory: URL

  package var file: String { directory.appending(path: "certificate.pem").path }
  package var keyFile: String { directory.appending(path: "key.pem").path }

  package init() throws {
    directory = FileManager.default.temporaryDirectory.appending(
      path: "certificate-\(UUID().uuidString)", directoryHint: .isDirectory)
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: false)
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/openssl")
    process.arguments = [
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
      "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
      "-keyout", keyFile, "-out", file,
    ]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw ConditionNotMet("openssl made no certificate")
    }
  }

  package func remove() { try? FileManager.default.removeItem(at: directory) }
}
