import Foundation
import Testing

@testable import invoice_worker

@Suite("Import source")
struct ImportSourceTests {
  /// The file's content, looked through, and every record's text read again by its place.
  static func scan(_ content: String) throws -> (source: ImportSource, texts: [String]) {
    let path = FileManager.default.temporaryDirectory.appending(
      path: "import-\(UUID().uuidString).ndjson")
    try Data(content.utf8).write(to: path)
    defer { try? FileManager.default.removeItem(at: path) }
    let source = try ImportSource([path.path])
    let texts = try source.lines.map {
      String(decoding: try source.text(of: $0), as: UTF8.self)
    }
    return (source, texts)
  }

  @Test("Records are found by their place, whatever ends the lines")
  func places() throws {
    let a = #"{"type":"Account","id":"A"}"#
    let b = #"{"type":"Contact","id":"C","accountId":"A"}"#
    for content in ["\(a)\n\(b)\n", "\u{FEFF}\(a)\r\n\r\n  \(b)", "\n\(a)\n \t \n\(b)\n\n"] {
      let (source, texts) = try Self.scan(content)
      #expect(texts == [a, b])
      #expect(source.faults.isEmpty)
      #expect(source.lines.map(\.unit) == ["A", "A"])
    }
  }

  @Test("A line that is no record is named by its number")
  func faults() throws {
    let (source, texts) = try Self.scan(
      """
      {"type":"Order","id":"1"}
      {"type":"Order"
      [1]
      {"id":"2"}
      {"type":"Order","id":3}
      {"type":"Order","id":"1"}
      """)
    #expect(texts.count == 1)
    #expect(source.faults.map(\.lines.lowerBound) == [2, 3, 4, 5, 6])
    #expect(source.faults.last?.message.contains("already") == true)
  }

  @Test("Lines longer than a read are put together again")
  func longLines() throws {
    let filling = String(repeating: "y", count: 700_000)
    let content = (0..<5).map { #"{"type":"Order","id":"\#($0)","x":"\#(filling)"}"# }
    let (source, texts) = try Self.scan(content.joined(separator: "\n"))
    #expect(texts == content)
    #expect(source.faults.isEmpty)
    let tooLong = #"{"type":"Order","id":"z","x":"\#(String(repeating: "y", count: 5_000_000))"}"#
    let after = try Self.scan([tooLong, content[0]].joined(separator: "\n"))
    #expect(after.source.faults.map(\.lines.lowerBound) == [1])
    #expect(after.texts == [content[0]])
  }

  @Test(
    "S19: a pipe, a device or a directory is no file, and that is said at once",
    .timeLimit(.minutes(10)))
  func notAFile() throws {
    let pipe = FileManager.default.temporaryDirectory.appending(path: "pipe-\(UUID().uuidString)")
      .path
    #expect(mkfifo(pipe, 0o600) == 0)
    defer { try? FileManager.default.removeItem(atPath: pipe) }
    for (path, kind) in [(pipe, "a pipe"), ("/dev/zero", "a device"), ("/tmp", "a directory")] {
      for words in [["import", path], ["ingest", path], ["request", "a.v1", "--file", path]]
      // A folder of documents is ingested.
      where words[0] != "ingest" || kind != "a directory" {
        let result = try Program.run(words, environment: ["AMQP_URL": "amqp://127.0.0.1:1/"])
        #expect(result.status == 64, "\(words): \(result)")
        #expect(result.errors.contains("\(path) is \(kind), not a file"), "\(result.errors)")
      }
    }
  }
}
