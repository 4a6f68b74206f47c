import JSON
import Testing

@Suite struct JSONBeginningTests {
  private func names(_ text: String) -> [String]? {
    JSONDocument.members(ofBeginning: Array(text.utf8)).map { $0.map(\.name) }
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
      let object = try #require(JSONDocument.members(ofBeginning: Array(bytes[..<length])))
      let found = Array(object)
      #expect(found.count >= count)
      count = found.count
      if let first = found.first { #expect(first.value == .string("r-1")) }
    }
    #expect(count == 4)
  }
}
