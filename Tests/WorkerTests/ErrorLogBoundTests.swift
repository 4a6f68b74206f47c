import Billing
import Testing

@testable import Worker

/// <doc:Requests#Limits>.
@Suite struct ErrorLogBoundTests {
  private func entry(_ message: String) -> ErrorLogEntry {
    ErrorLogEntry(
      category: .request, code: .limitExceeded, message: message,
      primaryRecord: RecordReference(type: .request, id: "r"), accountId: "A")
  }

  private func bounded(_ entries: [ErrorLogEntry]) -> [ErrorLogEntry] {
    ErrorLogEntry.bounded(entries, of: RequestKey(source: "s", identifier: "r"))
  }

  @Test(
    "W2: an error log's message of just the limit stays as it is, a longer one is cut and says so")
  func longMessage() {
    let limit = ErrorLogEntry.longestMessage
    let whole = entry(String(repeating: "x", count: limit))
    #expect(bounded([whole]) == [whole])
    for character in ["x", "語", "\u{1F600}"] {
      let width = character.utf8.count
      let message = String(repeating: character, count: limit / width + 1)
      let cut = bounded([entry(message)])
      #expect(cut.count == 1)
      let shown = cut[0].message
      #expect(shown.utf8.count <= limit && shown.utf8.count > limit - 256)
      #expect(shown.hasPrefix(character + character))
      #expect(shown.hasSuffix("at most \(limit))"))
      #expect(shown.contains("the whole message has \(message.utf8.count) bytes"))
      #expect(cut[0].code == .limitExceeded && cut[0].accountId == "A")
    }
  }

  @Test("W2: the log that stands for many is bounded too")
  func logForTheRest() {
    let entries = (0..<200).map { _ in
      entry(String(repeating: "x", count: ErrorLogEntry.longestMessage))
    }
    let logs = bounded(entries)
    #expect(logs.count == ErrorLogEntry.mostOfRequest + 1)
    #expect(logs.allSatisfy { $0.message.utf8.count <= ErrorLogEntry.longestMessage })
    #expect(logs.last?.message.hasPrefix("100 more faults of this request") == true)
  }
}
