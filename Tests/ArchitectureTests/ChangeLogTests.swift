import Foundation
import Testing

/// What the change log says of the program as it is.
@Suite("Change log")
struct ChangeLogTests {
  @Test("It names the schema version that migrate takes a database to, once")
  func schemaVersion() throws {
    let text = try String(
      contentsOf: SourceTree.root.appending(path: "CHANGELOG.md"), encoding: .utf8)
    let named = text.matches(of: /schema version ([0-9]+)/).compactMap { Int($0.output.1) }
    let migrations = try SourceTree.files(below: "Sources/Storage/Schema", ending: ".swift")
    let versions = migrations.flatMap { file in
      file.lines.joined(separator: "\n").matches(of: /\bversion: ([0-9]+), name:/)
        .compactMap { Int($0.output.1) }
    }
    #expect(versions.count > 20, "they are found at all")
    #expect(named == [try #require(versions.max())])
  }
}
