import Foundation
import Testing

/// The units in compose/systemd, checked by systemd itself.
@Suite struct UnitTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "compose/systemd")

  private static var isThere: Bool {
    (ProcessInfo.processInfo.environment["INVOICE_WORKER_TEST_WITH"] ?? "")
      .split(separator: " ").contains("systemd")
  }

  private static func analyze(_ arguments: [String]) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["systemd-analyze"] + arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: data, as: UTF8.self))
  }

  @Test(
    "1.5: systemd takes both units without a word, and finds little that they could still be denied (only --with systemd)",
    .enabled(if: isThere, "systemd-analyze is there with compose/test.sh --with systemd"),
    arguments: ["invoice-worker.service", "invoice-worker@.service"])
  func units(name: String) throws {
    let work = FileManager.default.temporaryDirectory.appending(path: "units-\(UUID())")
    try FileManager.default.createDirectory(at: work, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: work) }
    // The program is not installed: the one that was built stands in its place.
    let unit = try String(contentsOf: Self.folder.appending(path: name), encoding: .utf8)
      .replacing("/usr/bin/invoice-worker", with: Program.url.path)
    let file = work.appending(path: name)
    try unit.write(to: file, atomically: true, encoding: .utf8)
    let verified = try Self.analyze(["verify", file.path])
    #expect(verified.status == 0 && verified.output.isEmpty, "\(verified.output)")
    // In tenths of systemd's measure, of which 10.0 is everything.
    let secured = try Self.analyze([
      "security", "--offline=true", "--threshold=20", file.path,
    ])
    #expect(secured.status == 0, "\(secured.output)")
  }

  @Test(
    "1.5: the units say what the program does: it notifies, drains in 25 s, and ends for good with 64 and 78"
  )
  func promises() throws {
    for name in ["invoice-worker.service", "invoice-worker@.service"] {
      let lines = try String(contentsOf: Self.folder.appending(path: name), encoding: .utf8)
        .components(separatedBy: "\n")
      for line in [
        "Type=notify", "RestartPreventExitStatus=64 78", "TimeoutStopSec=30",
        "TimeoutStartSec=infinity",
        "LoadCredential=amqp-url:/etc/invoice-worker/amqp-url",
      ] {
        #expect(lines.contains(line), "\(name): \(line)")
      }
    }
  }
}
