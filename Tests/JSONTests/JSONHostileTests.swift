import JSON
import Testing

/// Texts made to cost more than they are long. The time limits catch work that grows with the
/// square of the length: that would take hours for these sizes.
@Suite(.timeLimit(.minutes(10))) struct JSONHostileTests {
  private func nested(_ depth: Int, _ open: String, _ close: String) -> [UInt8] {
    Array(
      (String(repeating: open, count: depth) + "0" + String(repeating: close, count: depth))
        .utf8)
  }

  @Test func depthIsBounded() throws {
    let limit = JSONDocument.maximumDepth
    #expect(limit == 64)
    for (open, close) in [("[", "]"), ("{\"a\":", "}"), (" [ 1, ", " , 2 ] ")] {
      #expect(throws: Never.self) { try JSONDocument(reading: nested(limit, open, close)) }
      let error = #expect(throws: JSONError.self) {
        try JSONDocument(reading: nested(limit + 1, open, close))
      }
      #expect(error?.reason == .nestedTooDeep)
    }
    let siblings = "[" + Array(repeating: "[[]]", count: 1000).joined(separator: ",") + "]"
    #expect(throws: Never.self) { try JSONDocument(reading: Array(siblings.utf8)) }
  }

  @Test func aWrapperMayBeAllowedALevelOfItsOwn() {
    let limit = JSONDocument.maximumDepth + 1
    #expect(throws: Never.self) {
      try JSONDocument(reading: nested(limit, "[", "]"), maximumDepth: limit)
    }
    #expect(throws: JSONError(.nestedTooDeep, at: limit)) {
      try JSONDocument(reading: nested(limit + 1, "[", "]"), maximumDepth: limit)
    }
  }

  @Test func aLongRowOfBracketsIsRefusedAtOnce() {
    #expect(throws: JSONError(.nestedTooDeep, at: 64)) {
      try JSONDocument(reading: [UInt8](repeating: UInt8(ascii: "["), count: 4_000_000))
    }
  }

  @Test func manyMembers() throws {
    var text = Array("{".utf8)
    for number in 0..<100_000 { text += Array("\"\(number)\":0,".utf8) }
    let distinct = text + Array("\"x\":0}".utf8)
    #expect(throws: Never.self) { try JSONDocument(reading: distinct) }
    let repeated = text + Array("\"50000\":0}".utf8)
    #expect(throws: JSONError(.duplicateMember, at: text.count)) {
      try JSONDocument(reading: repeated)
    }
  }

  @Test func manySmallObjects() throws {
    let text = "[" + Array(repeating: #"{"\u0061":1,"b":[]}"#, count: 20_000).joined(separator: ",")
    #expect(throws: Never.self) { try JSONDocument(reading: Array((text + "]").utf8)) }
  }

  @Test func longNamesThatDifferAtTheirEnd() throws {
    let stem = String(repeating: "n", count: 20_000)
    let members = (10..<40).map { "\"\(stem)\($0)\":0" }
    let text = "{" + members.joined(separator: ",")
    #expect(throws: Never.self) { try JSONDocument(reading: Array((text + "}").utf8)) }
    #expect(throws: JSONError(.duplicateMember, at: text.utf8.count + 1)) {
      try JSONDocument(reading: Array((text + ",\"\(stem)10\":0}").utf8))
    }
  }

  @Test func oneLongStringOfEscapes() throws {
    let count = 100_000
    let text = "\"" + String(repeating: #"\uD83D\uDE00"#, count: count) + "\""
    let root = try JSONDocument(reading: Array(text.utf8)).root
    #expect(root == .string(String(repeating: "\u{1F600}", count: count)))
  }
}
