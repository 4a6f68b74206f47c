import Foundation
import Testing

@testable import Worker

/// Whoever collects logs goes by what the catalogue says of each line.
@Suite("Log lines")
struct LogEventTests {
  private static let sources = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Sources")

  private static func swift(below folder: String) throws -> [(path: String, text: String)] {
    let base = sources.appending(path: folder)
    let names = FileManager.default.enumerator(atPath: base.path)?.compactMap { $0 as? String }
    return try (names ?? []).filter { $0.hasSuffix(".swift") }.map {
      ($0, try String(contentsOf: base.appending(path: $0), encoding: .utf8))
    }
  }

  @Test("1.4: names are snake_case, each is there once, and says what it means")
  func names() {
    let all = LogEvent.all
    #expect(Set(all.map(\.name)).count == all.count)
    for event in all {
      #expect(event.name.wholeMatch(of: /[a-z]+(_[a-z]+)*/) != nil, "\(event.name)")
      #expect(event.meaning.hasSuffix("."), "\(event.name)")
      #expect(!event.message.isEmpty && !event.message.hasSuffix("."), "\(event.name)")
      #expect(!(event.message + event.meaning).contains { "|\n".contains($0) }, "\(event.name)")
    }
  }

  @Test("1.4: the catalogue's table is the one that the code makes")
  func catalogue() throws {
    let article = try String(
      contentsOf: Self.sources.appending(path: "Worker/Worker.docc/LogLines.md"), encoding: .utf8)
    let known = Set(article.split(separator: "\n"))
    for row in LogEvent.table.split(separator: "\n") {
      #expect(known.contains(row), "LogLines.md lacks, or has otherwise: \(row)")
    }
    #expect(article.hasSuffix("\n\(LogEvent.table)\n"), "and nothing else")
  }

  @Test(
    "1.4: every event that is declared is listed, and written somewhere; no line is written otherwise"
  )
  func written() throws {
    let declared = try Self.swift(below: "Worker/Logging").flatMap { file in
      file.text.matches(of: /static let (\w+) = LogEvent\(\s*\.\w+, "(\w+)"/).map {
        (member: String($0.output.1), name: String($0.output.2))
      }
    }
    #expect(declared.map(\.name).sorted() == LogEvent.all.map(\.name).sorted())
    let callers = try (Self.swift(below: "Worker") + Self.swift(below: "invoice-worker"))
      .filter { !$0.path.hasPrefix("Logging/LogEvent") }.map(\.text).joined(separator: "\n")
    for (member, name) in declared {
      #expect(callers.contains(try Regex("\\.\(member)\\b")), "\(name) is never written")
      let snake = member.replacing(/[A-Z]/) { "_\($0.output.lowercased())" }
      #expect(name == snake)
    }
  }

  /// The text behind an opening parenthesis, until it is closed.
  private static func closed(_ text: Substring) -> Substring {
    var depth = 1
    return text.prefix {
      if $0 == "(" { depth += 1 }
      if $0 == ")" { depth -= 1 }
      return depth > 0
    }
  }

  @Test("1.4: no field is called as what every line has")
  func fields() throws {
    var calls = 0
    for file in try Self.swift(below: "Worker") + Self.swift(below: "invoice-worker") {
      for call in file.text.ranges(of: "log.write(") {
        calls += 1
        for key in Self.closed(file.text[call.upperBound...]).matches(of: /"([A-Za-z_]+)":/) {
          let name = String(key.output.1)
          #expect(!LogLine.ownMembers.contains(name), "\(file.path): \(name)")
        }
      }
    }
    #expect(calls > 60, "the calls are found at all")
  }
}
