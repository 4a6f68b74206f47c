import JSON
import Testing

@Suite struct JSONObjectTests {
  private func object(_ text: String) throws -> JSONObject {
    guard case .object(let object) = try JSONDocument(reading: Array(text.utf8)).root else {
      throw NotAnObject()
    }
    return object
  }

  private struct NotAnObject: Error {}

  @Test func membersComeInTheirOrder() throws {
    let object = try object(#"{"b": {"x": [1, {}]}, "a": [], "c": "z", "": null}"#)
    #expect(object.map(\.name) == ["b", "a", "c", ""])
    #expect(object["c"] == .string("z"))
    #expect(object[""] == .null)
    #expect(object["d"] == nil)
    #expect(!object.isEmpty)
    #expect(try self.object(" { } ").isEmpty)
  }

  @Test func namesAreComparedAfterTheirEscapesAreResolved() throws {
    let object = try object(#"{"a\u0062c": 1, "\ud83d\ude00": 2}"#)
    #expect(object["abc"] == .number("1"))
    #expect(object["\u{1F600}"] == .number("2"))
    #expect(object["ab"] == nil)
  }

  /// The digest of a request inside an envelope is taken over the bytes as they were sent.
  @Test func valueRangesCoverTheOriginalBytes() throws {
    let text = #"{"id":"é1" , "data" : { "n" : [ 1 , {} ] } , "e":[ ],"n" : -1.50}"#
    let source = Array(text.utf8)
    let object = try object(text)
    let parts = object.map { String(decoding: source[$0.valueRange], as: UTF8.self) }
    #expect(parts == [#""é1""#, #"{ "n" : [ 1 , {} ] }"#, "[ ]", "-1.50"])
    #expect(object.byteRange == 0..<source.count)
  }

  @Test(arguments: [
    (#"{"a":1,"a":1}"#, 7),
    (#"{"a":1,"b":2,"\u0061":3}"#, 13),
    (#"{"\u0061":1,"b":2,"a":3}"#, 18),
    (#"{"":1,"":1}"#, 6),
    (#"[{"x":{"a":[{}],"a":{}}}]"#, 16),
    (#"{"\n":1,"\u000A":1}"#, 8),
  ])
  func aNameTwiceIsRefused(text: String, offset: Int) {
    #expect(throws: JSONError(.duplicateMember, at: offset)) {
      try JSONDocument(reading: Array(text.utf8))
    }
  }

  @Test(arguments: [
    #"{"a":{"a":{"a":1}},"b":{"a":1}}"#,
    #"{"a":1,"A":1,"aa":1,"":1}"#,
    "{\"\u{E9}\":1,\"e\u{301}\":2}",
    "{\"\\u00e9\":1,\"e\\u0301\":2}",
  ])
  func namesThatOnlyLookAlikeAreKept(text: String) throws {
    #expect(throws: Never.self) { try JSONDocument(reading: Array(text.utf8)) }
  }

  /// Both ways of looking for duplicates, around the size where the way changes.
  @Test(arguments: [2, 15, 16, 17, 18, 33, 1000])
  func theLastOfManyNamesIsCompared(count: Int) throws {
    let names = (0..<count).map { "\"name\($0)\":[{\"x\":\($0)}]" }
    let text = "{" + names.joined(separator: ",")
    #expect(try object(text + "}").map(\.name).count == count)
    for again in [0, count / 2, count - 1] {
      #expect(throws: JSONError(.duplicateMember, at: text.utf8.count + 1)) {
        try JSONDocument(reading: Array((text + ",\"name\(again)\":0}").utf8))
      }
    }
  }

  @Test func equalityIgnoresOrderButNotText() throws {
    #expect(try object(#"{"a":1,"b":[2]}"#) == object(#"{ "b" : [2], "\u0061":1}"#))
    #expect(try object(#"{"a":1}"#) != object(#"{"a":1.0}"#))
    #expect(try object(#"{"a":1}"#) != object(#"{"a":1,"b":1}"#))
    #expect(try object(#"{"a":1,"b":1}"#) != object(#"{"a":1}"#))
    #expect(try object("{\"a\":\"\u{E9}\"}") != object("{\"a\":\"e\u{301}\"}"))
  }
}
