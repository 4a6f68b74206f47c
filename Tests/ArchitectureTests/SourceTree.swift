import Foundation

/// The project's sources as text, for tests about the structure itself.
enum SourceTree {
  struct File {
    /// Relative to the package.
    let path: String
    let lines: [String]

    /// Without the empty one after the last line's end.
    var lineCount: Int { lines.last == "" ? lines.count - 1 : lines.count }

    /// The modules of every `import` declaration, whatever its access level or kind.
    var imports: [String] {
      lines.compactMap { line in
        let words = line.split(separator: " ").map(String.init)
        guard let at = words.firstIndex(of: "import"), at <= 2, at + 1 < words.count,
          words[..<at].allSatisfy({ Self.modifiers.contains($0) })
        else { return nil }
        let kinds: Set<String> = ["struct", "class", "enum", "protocol", "func", "var", "let"]
        let name =
          kinds.contains(words[at + 1]) && at + 2 < words.count ? words[at + 2] : words[at + 1]
        return name.split(separator: ".").first.map(String.init)
      }
    }

    private static let modifiers: Set<String> = [
      "package", "public", "internal", "fileprivate", "private", "@_exported", "@testable",
      "@preconcurrency",
    ]
  }

  static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The folders of `Sources`, each a target.
  static let targets: [String] = {
    let sources = root.appending(path: "Sources").path
    let names = (try? FileManager.default.contentsOfDirectory(atPath: sources)) ?? []
    return names.filter { !$0.hasPrefix(".") }.sorted()
  }()

  static func swiftFiles(of target: String) throws -> [File] {
    try files(below: "Sources/\(target)", ending: ".swift")
  }

  /// Every file below a folder of the package whose name ends so.
  static func files(below folder: String, ending: String) throws -> [File] {
    let base = root.appending(path: folder)
    let walk = FileManager.default.enumerator(atPath: base.path)
    var files: [File] = []
    while let name = walk?.nextObject() as? String {
      guard name.hasSuffix(ending) else { continue }
      let text = try String(contentsOf: base.appending(path: name), encoding: .utf8)
      files.append(
        File(
          path: "\(folder)/\(name)",
          lines: text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)))
    }
    return files
  }
}
