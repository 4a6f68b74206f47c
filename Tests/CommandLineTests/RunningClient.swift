import Foundation
import TestSupport

/// A receiver of `compose/clients` at work.
struct RunningClient {
  private let process = Process()
  private let file: URL

  init(_ client: Client, at address: String, ledger: URL) throws {
    file = try Program.sampleFile("")
    process.executableURL = URL(filePath: client.receive[0])
    process.arguments = client.receive.dropFirst() + [ledger.path]
    process.environment = client.environment.merging([
      "AMQP_URL": address, "PATH": "/usr/bin:/bin",
    ]) { $1 }
    let output = try FileHandle(forWritingTo: file)
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = output
    try process.run()
  }

  /// Waits until it has written a line that begins so.
  func awaitLine(_ beginning: String) async throws {
    let line: Bool = try await eventually("\(beginning): \(output)") {
      if output.split(separator: "\n").contains(where: { $0.hasPrefix(beginning) }) { return true }
      return process.isRunning ? nil : false
    }
    guard line else { throw ConditionNotMet("it has ended: \(output)") }
  }

  /// Ends it as a power cut would.
  func kill() {
    guard process.isRunning else { return }
    Foundation.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  private var output: String { (try? String(contentsOf: file, encoding: .utf8)) ?? "" }
}
