import Billing
import Foundation
import JSON
import Messages
import Testing

/// A recorded corpus: every value of every field of a set of bodies is spoilt in many ways, and what the sender is
/// answered must be what was recorded, sentence for sentence, each at its pointer.
///
/// It holds a change of the forms to be one of structure. Whoever changes a sentence on purpose, or adds a field, records
/// it again (`INVOICE_WORKER_RECORD_CORPUS=1`) and reads the difference in review.
@Suite struct RefusalCorpusTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appending(path: "Corpus", directoryHint: .isDirectory)

  /// What a value is replaced by, with the name it has in the recording.
  private static let spoilt: [(name: String, json: String)] =
    [
      "null", "[]", "[[1]]", "{}", "true", "-1", "0", "1.5", "1e3", "\"\"", "\" \"", "\"a\"",
      "\"x y\"", "\"1.50\"",
    ].map { ($0, $0) } + [
      ("control", #""a\u0007""#), ("digits", "99999999999999999999"),
      ("1,000 letters", "\"\(String(repeating: "x", count: 1_000))\""),
      ("65 letters", "\"\(String(repeating: "x", count: 65))\""),
    ]

  /// A request of this type with this body, and what is wrong with it: a fault after the other.
  private static func answer(_ type: String, _ body: [UInt8]) -> String {
    let message = RequestMessage(
      body: body, queue: .unrouted, contentType: "application/json", messageId: "r", type: type,
      appId: "corpus")
    switch RequestDecoder.decode(message) {
    case .request: return "accepted"
    case .unidentified(let message): return "unidentified: \(message.fault.message)"
    case .refused(_, let refusal):
      return refusal.faults.map { "\($0.code.rawValue) \($0.pointer ?? "-") \($0.message)" }
        .joined(separator: " + ")
    }
  }

  /// Where the members' values stand in the text, with the pointer of each; inside of arrays too.
  private static func values(
    _ value: JSONValue, _ pointer: String, into found: inout [(pointer: String, range: Range<Int>)]
  ) {
    switch value {
    case .object(let object):
      for member in object {
        let place = "\(pointer)/\(member.name)"
        found.append((place, member.valueRange))
        values(member.value, place, into: &found)
      }
    case .array(let array):
      for (index, element) in array.enumerated() {
        values(element, "\(pointer)/\(index)", into: &found)
      }
    default: break
    }
  }

  /// The answers to one body: as it is, and, where that is accepted, with each value spoilt. Ways that are answered alike share a line.
  private static func describe(_ type: String, _ text: Substring) throws -> String {
    let body = Array(text.utf8)
    let asItIs = answer(type, body)
    var lines = ["== \(type) \(text)", asItIs]
    var places: [(pointer: String, range: Range<Int>)] = []
    if asItIs == "accepted" { values(try JSONDocument(reading: body).root, "", into: &places) }
    for place in places {
      var answers: [(answer: String, ways: [String])] = []
      func note(_ way: String, _ body: [UInt8]) {
        let answer = answer(type, body)
        if let index = answers.firstIndex(where: { $0.answer == answer }) {
          answers[index].ways.append(way)
        } else {
          answers.append((answer, [way]))
        }
      }
      for way in spoilt {
        note(
          way.name,
          Array(body[..<place.range.lowerBound]) + Array(way.json.utf8)
            + Array(body[place.range.upperBound...]))
      }
      note(
        "+ colour",
        Array(body[..<place.range.upperBound]) + Array(#", "colour": null"#.utf8)
          + Array(body[place.range.upperBound...]))
      lines.append("-- \(place.pointer)")
      for (answer, ways) in answers { lines.append("\(ways.joined(separator: ", ")): \(answer)") }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The recorded bodies: request type and JSON text.
  static func bodies() throws -> [(type: String, text: Substring)] {
    let text = try String(contentsOf: folder.appending(path: "bodies.txt"), encoding: .utf8)
    return text.split(separator: "\n").map { line in
      let type = line.prefix { $0 != " " }
      return (String(type), line.dropFirst(type.count + 1))
    }
  }

  @Test("What is wrong with the recorded bodies is said in the recorded sentences")
  func corpus() throws {
    var described = ""
    for body in try Self.bodies() { described += try Self.describe(body.type, body.text) }
    let file = Self.folder.appending(path: "refusals.txt")
    if ProcessInfo.processInfo.environment["INVOICE_WORKER_RECORD_CORPUS"] != nil {
      try described.write(to: file, atomically: true, encoding: .utf8)
    }
    let recorded = try String(contentsOf: file, encoding: .utf8)
    let pairs = zip(described.split(separator: "\n"), recorded.split(separator: "\n"))
    for (number, (now, then)) in pairs.enumerated() where now != then {
      Issue.record("line \(number + 1) differs\nrecorded: \(then)\nnow:      \(now)")
      return
    }
    #expect(described == recorded)
  }
}
