import Foundation
import Testing

/// The program that draws, as a user runs it, and the tools that the tests read PDF with.
enum DocumentsProgram {
  struct Result {
    let status: Int32
    let output: [UInt8]
    let errors: String
  }

  /// Beside the bundle of the tests.
  static let url: URL = {
    var folder = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    while folder.path != "/" {
      let candidate = folder.appending(path: "invoice-documents")
      if FileManager.default.isExecutableFile(atPath: candidate.path) { return candidate }
      folder.deleteLastPathComponent()
    }
    return URL(filePath: "/nonexistent/invoice-documents")
  }()

  static func run(_ arguments: String..., input: [UInt8] = []) throws -> Result {
    try run(url, arguments, input: input)
  }

  static func run(_ program: URL, _ arguments: [String], input: [UInt8] = []) throws -> Result {
    try withFolder { folder in
      // Files, not pipes: nothing to be drained while it runs.
      let files = ["in", "out", "err"].map { folder.appending(path: $0) }
      try Data(input).write(to: files[0])
      for file in files.dropFirst() { try Data().write(to: file) }
      let process = Process()
      process.executableURL = program
      process.arguments = arguments
      process.standardInput = try FileHandle(forReadingFrom: files[0])
      process.standardOutput = try FileHandle(forWritingTo: files[1])
      process.standardError = try FileHandle(forWritingTo: files[2])
      try process.run()
      process.waitUntilExit()
      return Result(
        status: process.terminationReason == .exit ? process.terminationStatus : -1,
        output: Array(try Data(contentsOf: files[1])),
        errors: String(decoding: try Data(contentsOf: files[2]), as: UTF8.self))
    }
  }

  /// A folder of its own, removed afterwards.
  static func withFolder<Value>(_ body: (URL) throws -> Value) throws -> Value {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "pages-\(UUID().uuidString)", directoryHint: .isDirectory)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder)
  }

  /// What a tool of compose/packages.sh prints of a PDF.
  static func tool(_ name: String, _ arguments: [String], of pdf: [UInt8]) throws -> String {
    try withFolder { folder in
      let file = folder.appending(path: "a.pdf")
      try Data(pdf).write(to: file)
      let result = try run(
        URL(filePath: "/usr/bin/\(name)"), arguments.map { $0 == "FILE" ? file.path : $0 })
      #expect(result.status == 0, "\(name): \(result.errors)")
      return String(decoding: result.output, as: UTF8.self)
    }
  }

  /// A word and where it stands on its page, in points from the upper left corner.
  struct Word {
    let text: String
    let left: Double
    let top: Double
    let right: Double
    let bottom: Double

    /// Whether they lie on each other; lines of a text may touch.
    func covers(_ other: Word) -> Bool {
      min(right, other.right) - max(left, other.left) > 1
        && min(bottom, other.bottom) - max(top, other.top) > 4
    }
  }

  /// The words page by page.
  static func words(of pdf: [UInt8]) throws -> [[Word]] {
    var pages: [[Word]] = []
    for line in try tool("pdftotext", ["-bbox", "FILE", "-"], of: pdf).split(separator: "\n") {
      if line.contains("<page ") { pages.append([]) }
      guard line.contains("<word ") else { continue }
      let parts = line.split(separator: "\"")
      let sides = parts.compactMap { Double($0) }
      try #require(parts.count == 9 && sides.count == 4, "\(line)")
      let text = parts[8].dropFirst().prefix { $0 != "<" }
      pages[pages.count - 1].append(
        Word(
          text: String(text), left: sides[0], top: sides[1], right: sides[2], bottom: sides[3]))
    }
    return pages
  }

  /// The text page by page, laid out as it is seen.
  static func pages(of pdf: [UInt8]) throws -> [String] {
    var pages = try tool("pdftotext", ["-layout", "FILE", "-"], of: pdf)
      .split(separator: "\u{C}", omittingEmptySubsequences: false).map(String.init)
    #expect(pages.popLast() == "")
    return pages
  }
}
