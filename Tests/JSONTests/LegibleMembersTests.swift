import JSON
import Testing

@Suite struct LegibleMembersTests {
  private func names(_ text: String) -> [String]? {
    JSONDocument.legibleMembers(of: Array(text.utf8)).map { $0.object.map(\.name) }
  }

  @Test(arguments: [
    (#"{"a": 1, "b": {"c": [1, {}]}, "d": "x"#, ["a", "b"]),
    (#"{"a": 1, "b": {"c": [1, {"#, ["a"]),
    (#"{"a": 1, "b": {"x": 1, "y": 2, "#, ["a"]),
    (#"{"a": 1,"#, ["a"]),
    (#"{"a": 1, "b": "\uD8"#, ["a"]),
    (#"{"a": 1, "b": tru"#, ["a"]),
    (#"{"a": 1"#, []),
    ("{", []),
    (" {\"", []),
    (#"{"a": 1, "b": 2}"#, ["a", "b"]),
  ])
  func wholeMembersAreRead(text: String, expected: [String]) {
    #expect(names(text) == expected)
  }

  @Test(arguments: ["", " ", "[", "[{", "1", "null", "x", "[1]"])
  func whatIsNoObjectHasNone(text: String) {
    #expect(names(text) == nil)
  }

  @Test func everyPrefixHasTheMembersBeforeIt() throws {
    let text = #"{"id": "r-1", "n": [1, {"é": "\ud83d\ude00"}], "type": "t", "data": {"x": null}}"#
    let bytes = Array(text.utf8)
    var count = 0
    for length in 1...bytes.count {
      let members = try #require(JSONDocument.legibleMembers(of: Array(bytes[..<length])))
      let found = Array(members.object)
      #expect(found.count >= count)
      count = found.count
      if let first = found.first { #expect(first.value == .string("r-1")) }
    }
    #expect(count == 4)
  }

  @Test(arguments: [
    (#"{"a": 1, "b": {"x": 1, "x": 2}, "c": [{"y": "}"}], "d": null}"#, ["a", "c", "d"]),
    (#"{"a": tru, "b": 01, "c": "\q\"}", "d": {"e": nul}, "f": "x" }"#, ["f"]),
    ("{\"a\": \"\u{1}\", \"b\": [1 2], \"c\": 1 2, \"d\": {} {}, \"e\": 0}", ["e"]),
    (#"{"a": , "b":, "c": true}"#, ["c"]),
    (#"{"a": 1, "a": 2}"#, ["a", "a"]),
    (#"{"a": {"x": [1, 2}, "b": 1}"#, []),
    (#"{"a": {"x": 1}}, "b": 1}"#, ["a"]),
    (#"{"a": {"x": "1}, "b": 1}"#, []),
    (#"{"a": 1, 7: 2, "b": 3}"#, ["a"]),
    (#"{"a": 1, "b" 2, "c": 3}"#, ["a"]),
    (#"{"a": 1, "b": 2]"#, ["a"]),
    (#"{"a": 1, "b": "\"#, ["a"]),
    (#"{"a": 1, "b": "\u12", "c": 3,}"#, ["a", "c"]),
  ])
  func whatIsNotValidIsLeftOut(text: String, expected: [String]) {
    #expect(names(text) == expected)
  }

  @Test func theNamesOfWhatIsLeftOutAreKnown() throws {
    let text = #"{"a": 1, "b": tru, "c": 1, "\u0063": 2, "d": 1, "d": x}"#
    let members = try #require(JSONDocument.legibleMembers(of: Array(text.utf8)))
    #expect(members.isComplete)
    #expect(members.isUnambiguous("a"))
    for name in ["b", "c", "d", "e"] { #expect(!members.isUnambiguous(name)) }
    for name in ["a", "b", "c", "d"] { #expect(members.isGiven(name)) }
    #expect(!members.isGiven("e"))
  }

  @Test(arguments: [
    ("{}", true), ("{} x", true), (#"{"a": x}"#, true), (#"{"a": 1"#, false), ("{", false),
    (#"{"a": 1,}"#, false), (#"{"a": [}"#, false),
  ])
  func itIsKnownWhetherTheEndWasReached(text: String, isComplete: Bool) throws {
    let members = try #require(JSONDocument.legibleMembers(of: Array(text.utf8)))
    #expect(members.isComplete == isComplete)
  }

  /// Linear, however deep or however many: the square of these sizes would take long.
  @Test(.timeLimit(.minutes(10)), arguments: ["{", "[", "{\"a\":", "x,\"a\":", "\"", "\\\"", ","])
  func hostileTextsAreReadInLinearTime(piece: String) throws {
    let text = "{\"id\": 1, \"a\":" + String(repeating: piece, count: 100_000)
    let members = try #require(JSONDocument.legibleMembers(of: Array(text.utf8)))
    #expect(members.isUnambiguous("id"))
    #expect(!members.isComplete)
  }
}
