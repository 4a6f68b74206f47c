import Foundation
import Testing

/// A Cross Industry Invoice with something changed, of those that `Tests/Fuzzing/Corpus/cii.mutations` lists; the other seeds of
/// `compose/fuzz.sh cii` are files.
struct MutatedDocument: Sendable, CustomTestStringConvertible {
  let name: String
  private(set) var changes: [Change]

  struct Change: Sendable {
    let find: String
    let replacement: String
  }

  var testDescription: String { name }

  /// The folder of all tests.
  static let tests = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent()

  static let all: [MutatedDocument] = {
    let list = tests.appending(path: "Fuzzing/Corpus/cii.mutations")
    var documents: [MutatedDocument] = []
    for line in ((try? String(contentsOf: list, encoding: .utf8)) ?? "").split(separator: "\n") {
      let fields = line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
      guard !line.hasPrefix("#"), fields.count >= 3 else { continue }
      let times = fields.count > 3 ? Int(fields[3]) ?? 0 : 1
      let change = Change(
        find: fields[1], replacement: String(repeating: fields[2], count: times))
      if documents.last?.name == fields[0] {
        documents[documents.count - 1].changes.append(change)
      } else {
        documents.append(MutatedDocument(name: fields[0], changes: [change]))
      }
    }
    return documents
  }()

  /// - Throws: where a change finds nothing to change.
  func text() throws -> String {
    let file = Self.tests.appending(path: "IngestionVectors/Pairs/invoice.cii.xml")
    var text = try String(contentsOf: file, encoding: .utf8)
    for change in changes {
      try #require(text.contains(change.find), "\(name): \(change.find) is not in the document")
      text = text.replacingOccurrences(of: change.find, with: change.replacement)
    }
    return text
  }
}
