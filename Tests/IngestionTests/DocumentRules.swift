import Foundation
import TestSupport
import Testing

/// The schema of UBL 2.1 and the official rules of EN 16931, as the Python packages of compose/requirements.txt carry them.
enum DocumentRules {
  /// What they find in documents, by name: `invoice-1.xml BR-06 …`. One process checks them all.
  static func findings(in documents: [String: [UInt8]]) throws -> [String] {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "documents-\(UUID().uuidString)", directoryHint: .isDirectory)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, bytes) in documents {
      try Data(bytes).write(to: folder.appending(path: "\(name).xml"))
    }
    var lines = try output(of: folder).replacing("\t", with: " ")
      .split(separator: "\n").map(String.init)
    // Else the checks have not run to their end.
    #expect(lines.popLast() == "\(documents.count) documents")
    return lines
  }

  private static func output(of folder: URL) throws -> String {
    let tests = URL(filePath: #filePath).deletingLastPathComponent()
    let process = Process()
    process.executableURL = try Python.withPackages
    process.arguments = [tests.appending(path: "check-documents.py").path, folder.path]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return String(decoding: data, as: UTF8.self)
  }
}
