import Testing

/// <doc:RuleIndex> says in which file each rule is decided. It is what a newcomer looks a rule up in, so it must not name
/// what is not there, nor leave a rule out.
@Suite("Rule index")
struct RuleIndexTests {
  private static let path = "Sources/Worker/Worker.docc/RuleIndex.md"

  /// The articles of which each heading is a rule or several.
  private static let articles = [
    "Billing/Billing.docc", "Messages/Messages.docc/Requests.md",
    "Messages/Messages.docc/Events.md", "Messages/Messages.docc/BadInput.md",
    "Messages/Messages.docc/Records.md",
  ]

  private static let noRules: Set<String> = ["Overview", "Topics", "Not there yet"]

  private static func rows() throws -> [String] {
    let index = try #require(
      try SourceTree.files(below: "Sources", ending: ".md").first { $0.path == path })
    return index.lines.filter { $0.hasPrefix("| <doc:") }
  }

  @Test("Every file that the index names is there")
  func filesExist() throws {
    let sources = Set(try SourceTree.files(below: "Sources", ending: ".swift").map(\.path))
    var count = 0
    for row in try Self.rows() {
      for file in row.matches(of: /`([^`]+\.swift)`/) {
        count += 1
        #expect(sources.contains("Sources/\(file.output.1)"), "\(file.output.1)")
      }
    }
    #expect(count > 70, "the files are found at all")
  }

  @Test("No rule of billing or of the messages is missing")
  func rulesAreComplete() throws {
    let rows = try Self.rows().joined(separator: "\n")
    for file in try SourceTree.files(below: "Sources", ending: ".md")
    where Self.articles.contains(where: { file.path.hasPrefix("Sources/\($0)") }) {
      let article = String(file.path.split(separator: "/").last?.dropLast(3) ?? "")
      for line in file.lines where line.hasPrefix("## ") {
        let heading = String(line.dropFirst(3))
        guard !Self.noRules.contains(heading) else { continue }
        let anchor = heading.filter { $0 != "," }.split(separator: " ").joined(separator: "-")
        #expect(rows.contains("<doc:\(article)#\(anchor)>"), "\(article)#\(anchor)")
      }
    }
  }
}
