import Billing
import Contract
import Foundation
import JSON
import Testing

/// What people copy out of the documents is right.
@Suite struct DocumentationTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// The file of accounts that an export takes, which is no message.
  private static let otherJSON = ["Exports.md"]

  private static func documents() throws -> [(name: String, text: String)] {
    var files = [root.appending(path: "README.md")]
    let sources = root.appending(path: "Sources")
    for target in try FileManager.default.contentsOfDirectory(atPath: sources.path) {
      let folder = sources.appending(path: "\(target)/\(target).docc")
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
      files += names.filter { $0.hasSuffix(".md") }.map { folder.appending(path: $0) }
    }
    return try files.map { ($0.lastPathComponent, try String(contentsOf: $0, encoding: .utf8)) }
  }

  private static func blocks(of text: String) -> [String] {
    text.components(separatedBy: "```json\n").dropFirst().compactMap {
      $0.components(separatedBy: "\n```").first
    }
  }

  /// Whether the text is right as what it seems to be.
  private static func isRight(_ text: String) throws -> Bool {
    let bytes = Array(text.utf8)
    let root = try JSONDocument(reading: bytes).root
    let tree = try JSONTree(json: text)
    if tree["specversion"] != nil, let name = tree["type"]?.text {
      guard case .event(let form)? = ContractSubject(name: name) else {
        return ContractCheck.refusal(ofCloudEvent: bytes) == nil
      }
      return form.envelope.faults(in: root) == []
    }
    if let name = tree["type"]?.text, case .record? = ContractSubject(name: name) {
      return ContractCheck.faults(ofRecord: bytes) == []
    }
    return ContractSubject.all.contains { subject in
      guard case .request(let definition) = subject else { return false }
      return ContractCheck.faults(ofRequest: definition, bytes) == []
    }
  }

  @Test("Every fenced JSON of README and the catalogues is a right request, record or event")
  func fencedJSON() throws {
    var count = 0
    for (name, text) in try Self.documents() where !Self.otherJSON.contains(name) {
      for block in Self.blocks(of: text) {
        count += 1
        #expect(try Self.isRight(block), "\(name): \(block)")
      }
    }
    #expect(count > 8, "the blocks are found at all")
  }

  @Test("The article about error codes is made from the table of codes")
  func errorCodes() throws {
    let file = Self.root.appending(path: "Sources/Messages/Messages.docc/ErrorCodes.md")
    let article = ErrorCodeArticle.text
    if ProcessInfo.processInfo.environment["INVOICE_WORKER_RECORD_CORPUS"] != nil {
      try article.write(to: file, atomically: true, encoding: .utf8)
    }
    #expect(try String(contentsOf: file, encoding: .utf8) == article)
  }

  @Test("Every code has an entry, and each says in sentences when it comes and what to do")
  func codesAreComplete() throws {
    let source = try String(
      contentsOf: Self.root.appending(path: "Sources/Billing/Faults/ErrorCode.swift"),
      encoding: .utf8)
    let codes = source.matches(of: /rawValue: "([A-Z0-9_]+)"/).map { String($0.output.1) }
    #expect(codes.count > 100)
    #expect(Set(ErrorCodeEntry.all.map(\.code.rawValue)) == Set(codes))
    #expect(ErrorCodeEntry.all.count == codes.count, "one entry each")
    for entry in ErrorCodeEntry.all {
      for text in [entry.when, entry.fix] {
        #expect(text.first?.isLetter == true && text.hasSuffix("."), "\(entry.code): \(text)")
      }
    }
  }
}
