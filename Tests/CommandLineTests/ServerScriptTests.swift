import Foundation
import Testing

/// The scripts of the private servers, on directories that are not the caller's.
@Suite("Server scripts")
struct ServerScriptTests {
  private static let scripts = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "compose")

  private static func run(_ script: String, _ words: [String]) throws -> (Int32, String) {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/bash")
    process.arguments = [scripts.appending(path: script).path] + words
    let errors = Pipe()
    process.standardError = errors
    process.standardOutput = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let text = String(
      decoding: try errors.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, text)
  }

  /// A directory with settings that leave a mark when they are run.
  private static func withSettings(_ body: (URL, _ mark: URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "server-\(UUID().uuidString)")
    let directory = folder.appending(path: "dir")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let mark = folder.appending(path: "mark")
    try Data("touch '\(mark.path)'\nexit 7\n".utf8).write(to: directory.appending(path: "env"))
    try body(directory, mark)
  }

  private static func protect(_ file: URL, _ mode: Int) throws {
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file.path)
  }

  @Test(
    "S12: settings that others may write are not run",
    arguments: ["broker.sh", "postgres.sh"], ["stop", "start", "kill"])
  func writable(script: String, verb: String) throws {
    try Self.withSettings { directory, mark in
      let settings = directory.appending(path: "env")
      for (file, name) in [(settings, settings.path), (directory, directory.path)] {
        try Self.protect(file, 0o777)
        let (status, errors) = try Self.run(script, [verb, directory.path])
        #expect(status == 1, "\(errors)")
        #expect(errors.contains("everybody may write to \(name)"), "\(errors)")
        try Self.protect(file, 0o755)
      }
      // Nor those behind a link.
      try FileManager.default.moveItem(at: settings, to: directory.appending(path: "other"))
      try FileManager.default.createSymbolicLink(
        at: settings, withDestinationURL: directory.appending(path: "other"))
      #expect(try Self.run(script, [verb, directory.path]).0 == 1)
      #expect(!FileManager.default.fileExists(atPath: mark.path))
    }
  }

  @Test(
    "S12: a directory of another user's is refused before anything in it is run (as root only: who else could give one away)",
    .enabled(if: geteuid() == 0), arguments: ["broker.sh", "postgres.sh"], ["stop", "start", "ctl"])
  func foreign(script: String, verb: String) throws {
    try Self.withSettings { directory, mark in
      for file in [directory, directory.appending(path: "env")] {
        #expect(chown(file.path, 65_534, 65_534) == 0)
        let (status, errors) = try Self.run(script, [verb, directory.path])
        #expect(status == 1 || status == 64, "\(errors)")
        #expect(!FileManager.default.fileExists(atPath: mark.path))
        #expect(chown(file.path, 0, 0) == 0)
      }
    }
  }

  @Test("S12: settings of one's own are run")
  func own() throws {
    try Self.withSettings { directory, mark in
      let (status, errors) = try Self.run("broker.sh", ["stop", directory.path])
      #expect(status == 7, "\(errors)")
      #expect(FileManager.default.fileExists(atPath: mark.path))
    }
  }
}
