import Foundation
import Testing

/// A comment that cites a rule names an article of the catalogues and a heading in it, as `<doc:Schedules#Periods>`:
/// whoever moves or renames a rule finds out what cites it.
@Suite("Citations")
struct CitationTests {
  /// The articles of all catalogues, each with the anchors of its headings.
  private static let articles = Result {
    var found: [String: Set<String>] = [:]
    for file in try SourceTree.files(below: "Sources", ending: ".md") {
      let name = file.path.split(separator: "/").last.map { String($0.dropLast(3)) } ?? ""
      found[name, default: []].formUnion(
        file.lines.filter { $0.hasPrefix("#") }.map { anchor($0) })
    }
    return found
  }

  /// As DocC writes a heading's anchor: what is no letter, digit or blank is dropped, blanks become hyphens.
  private static func anchor(_ heading: String) -> String {
    heading.drop { $0 == "#" || $0 == " " }
      .filter { $0.isLetter || $0.isNumber || $0 == " " || $0 == "-" }
      .split(separator: " ").joined(separator: "-")
  }

  private static func citing() throws -> [SourceTree.File] {
    let files =
      try SourceTree.files(below: "Sources", ending: ".md")
      + SourceTree.files(below: "Sources", ending: ".swift")
      + SourceTree.files(below: "Tests", ending: ".swift")
    // This file speaks of citations.
    return files.filter { !$0.path.hasSuffix("/CitationTests.swift") }
  }

  @Test("Every citation resolves to a heading")
  func citationsResolve() throws {
    let citation = /<doc:([A-Za-z0-9]+)(?:#([A-Za-z0-9-]+))?>/
    let articles = try Self.articles.get()
    var count = 0
    for file in try Self.citing() {
      for (index, line) in file.lines.enumerated() {
        for match in line.matches(of: citation) {
          count += 1
          let place = "\(file.path):\(index + 1)"
          guard let anchors = articles[String(match.output.1)] else {
            Issue.record("\(place) cites the article \(match.output.1), which is not there")
            continue
          }
          if let anchor = match.output.2 {
            #expect(
              anchors.contains(String(anchor)),
              "\(place) cites \(match.output.1)#\(anchor); there is \(anchors.sorted())")
          }
        }
      }
    }
    #expect(count > 100, "the citations are found at all")
  }

  @Test("No comment cites a document that is not in the repository")
  func nothingDangles() throws {
    for file in try Self.citing() {
      for (index, line) in file.lines.enumerated() {
        for name in ["domain", "contract", "lifecycle", "delivery", "operations", "architecture"] {
          #expect(!line.contains("`\(name).md`"), "\(file.path):\(index + 1)")
        }
      }
    }
  }

  @Test("Articles of different catalogues have different names")
  func articlesAreDistinct() throws {
    let names = try SourceTree.files(below: "Sources", ending: ".md").compactMap {
      $0.path.split(separator: "/").last
    }
    #expect(Set(names).count == names.count)
  }
}
