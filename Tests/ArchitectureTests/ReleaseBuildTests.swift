import Foundation
import Testing

/// How the programs are built for others, wherever that is said or done.
@Suite("Release builds")
struct ReleaseBuildTests {
  /// The folders and files that say it; what is measured is built as what is delivered.
  private static let places = [
    "README.md", ".github", "compose", "Sources/Worker/Worker.docc/Operations.md",
    "Sources/Worker/Worker.docc/Testing.md", "Sources/benchmark",
  ]

  private static func files(_ place: String) throws -> [URL] {
    let url = SourceTree.root.appending(path: place)
    guard try url.resourceValues(forKeys: [.isDirectoryKey]).isDirectory == true else {
      return [url]
    }
    let found = FileManager.default.enumerator(at: url, includingPropertiesForKeys: nil)
    return (found?.compactMap { $0 as? URL } ?? []).filter {
      ["sh", "md", "swift"].contains($0.pathExtension) || $0.lastPathComponent == "Dockerfile"
    }
  }

  /// A fuzzer's or sanitizer's build is nobody's to install.
  private static func isRelease(_ line: String) -> Bool {
    line.contains(/swift (build|run) -c release/) && !line.contains("--sanitize")
  }

  @Test(
    "5: every release build has the Swift runtime in its programs, so that they need no toolchain")
  func runtime() throws {
    var count = 0
    for file in try Self.places.flatMap(Self.files) {
      let text = try String(contentsOf: file, encoding: .utf8)
      for line in text.split(separator: "\n").map(String.init) where Self.isRelease(line) {
        count += 1
        #expect(line.contains("--static-swift-stdlib"), "\(file.lastPathComponent): \(line)")
        // Without one, what tests share is built as well, and there is no static library of Swift
        // Testing. `swift run` builds the one product that it runs.
        #expect(
          line.contains("--product ") || line.contains("--show-bin-path")
            || line.contains("swift run "), "\(file.lastPathComponent): \(line)")
      }
    }
    #expect(count >= 8, "they are found at all")
    #expect(Self.isRelease("swift build -c release --product invoice-worker"))
  }
}
