import Foundation
import Testing

@testable import invoice_worker

@Suite("Few open files")
struct OpenFileTests {
  /// With what the tests' own process leaves open.
  private static let enough = OpenFiles.command + 128

  /// The program under `ulimit -n`: the shell sets it and is replaced by the program.
  private static func run(_ words: [String], limit: Int, hard: Int? = nil) throws -> Program.Result
  {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "files-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try Program.run(
      [
        "-c", "ulimit -c 0; ulimit -Sn \(limit); ulimit -Hn \(hard ?? limit); exec \"$0\" \"$@\"",
        Program.url.path,
      ] + words,
      environment: [
        "AMQP_URL": "amqp://127.0.0.1:1/",
        "DATABASE_URL": "sqlite:\(folder.appending(path: "few.db").path)",
      ], program: URL(filePath: "/bin/bash"))
  }

  @Test(
    "W10: too low a limit of open files is a sentence and a status, whatever it is",
    .timeLimit(.minutes(10)), arguments: [["run"], ["migrate"], ["request", "a.v1"], ["watch"]])
  func lowLimits(words: [String]) throws {
    for limit in [4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 17, 20, 24, 28, 31] {
      let result = try Self.run(words, limit: limit)
      #expect(result.status == 78, "\(words) with \(limit): \(result)")
      #expect(result.errors.contains("ulimit -n"), "\(result.errors)")
      #expect(result.errors.filter { $0 == "\n" }.count == 1, "\(result.errors)")
    }
    // What may be raised is raised.
    let raised = try Self.run(["migrate"], limit: 12, hard: 256)
    #expect(raised.status == 0, "\(raised.errors)")
  }

  @Test(
    "W10: with the limit that a command asks for it does what it does with any",
    .timeLimit(.minutes(10)))
  func enough() throws {
    #expect(try Self.run(["migrate"], limit: Self.enough).status == 0)
    for words in [["request", "a.v1", "--force"], ["watch"]] {
      let result = try Self.run(words, limit: Self.enough)
      #expect(result.status == 69 && result.errors.contains("127.0.0.1:1"), "\(result)")
    }
    let few = try Self.run(["run"], limit: OpenFiles.command + 8)
    #expect(few.status == 78 && few.errors.contains("LimitNOFILE"), "\(few)")
  }
}
