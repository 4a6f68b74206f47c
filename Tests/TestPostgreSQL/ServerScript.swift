import Foundation

/// `compose/postgres.sh`, which knows how to start, stop and harm a server.
enum ServerScript {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  static let path = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "compose/postgres.sh").path(percentEncoded: false)

  static func run(_ command: String, _ directory: String, _ arguments: [String] = []) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/bash")
    process.arguments = [path, command, directory] + arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    let errors = Pipe()
    process.standardError = errors
    try process.run()
    let text = try errors.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Failure(description: "\(command): \(String(decoding: text, as: UTF8.self))")
    }
  }
}
