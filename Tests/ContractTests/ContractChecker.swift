import Contract
import Foundation
import JSON
import TestSupport
import Testing

/// What others have written to read AsyncAPI, JSON Schema and CloudEvents, as the Python packages of
/// compose/requirements.txt.
enum ContractChecker {
  /// Recorded and generated bodies, and events, each a line.
  struct Lines {
    var bodies: [JSONTree] = []
    var events: [JSONTree] = []
  }

  /// What they find; the last line says how much they have read.
  static func findings(_ lines: Lines = Lines()) throws -> (findings: [String], summary: String) {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "contract-\(UUID().uuidString)", directoryHint: .isDirectory)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func write(_ text: String, _ name: String) throws {
      try Data(text.utf8).write(to: folder.appending(path: name))
    }
    for version in AsyncAPIDocument.Version.allCases {
      let tree = AsyncAPIDocument(version, programVersion: "1.0.0").tree
      try write(tree.lines, "asyncapi-\(version.rawValue).json")
      try write(tree.yaml, "asyncapi-\(version.rawValue).yaml")
    }
    for subject in ContractSubject.all {
      try write(subject.schemaDocument.lines, "schema-\(subject.name).json")
    }
    for (name, trees) in [("bodies", lines.bodies), ("events", lines.events)] {
      try write(
        trees.map { String(decoding: $0.bytes, as: UTF8.self) + "\n" }.joined(), "\(name).ndjson")
    }
    var output = try output(of: folder).split(separator: "\n").map(String.init)
    let summary = output.popLast() ?? ""
    return (output, summary)
  }

  private static func output(of folder: URL) throws -> String {
    let tests = URL(filePath: #filePath).deletingLastPathComponent()
    let process = Process()
    process.executableURL = try Python.withPackages
    process.arguments = [
      "-W", "ignore", tests.appending(path: "check-contract.py").path, folder.path,
    ]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return String(decoding: data, as: UTF8.self)
  }
}
