import JSON
import Testing

@Suite struct JSONWriterTests {
  private func text(_ write: (inout JSONWriter) -> Void) -> String {
    var writer = JSONWriter(reservingCapacity: 64)
    write(&writer)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  @Test func commasStandBetweenValuesOnly() {
    let result = text { writer in
      writer.beginObject()
      writer.key("a")
      writer.beginArray()
      writer.endArray()
      writer.key("b")
      writer.beginArray()
      writer.integer(-7)
      writer.number("1.50")
      writer.null()
      writer.beginObject()
      writer.endObject()
      writer.bool(true)
      writer.bool(false)
      writer.endArray()
      writer.key("c")
      writer.beginObject()
      writer.key("d")
      writer.string("x")
      writer.key("e")
      writer.fragment(Array(#"{"raw":1}"#.utf8))
      writer.key("f")
      writer.integer(UInt64.max)
      writer.endObject()
      writer.endObject()
    }
    #expect(
      result
        == #"{"a":[],"b":[-7,1.50,null,{},true,false],"c":{"d":"x","e":{"raw":1},"f":18446744073709551615}}"#
    )
  }

  @Test(arguments: [
    ("", #""""#),
    ("plain", #""plain""#),
    ("\"", #""\"""#),
    ("\\", #""\\""#),
    ("a\"b\\c", #""a\"b\\c""#),
    ("\u{8}\t\n\u{C}\r", #""\b\t\n\f\r""#),
    ("\0\u{1}\u{F}\u{10}\u{1F}", #""\u0000\u0001\u000f\u0010\u001f""#),
    ("/\u{7F}\u{2028}é€\u{1F600}", "\"/\u{7F}\u{2028}é€\u{1F600}\""),
  ])
  func stringsAreEscaped(string: String, expected: String) {
    #expect(text { $0.string(string) } == expected)
    #expect(
      text {
        $0.beginObject()
        $0.key(string)
        $0.null()
        $0.endObject()
      } == "{\(expected):null}")
  }

  /// Every character up to U+024F, the surrogates' neighbours and the last one.
  @Test func everyStringIsReadBack() throws {
    let scalars =
      Array(0...0x24F) + [0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFE, 0xFFFF, 0x10000, 0x10FFFF]
    for value in scalars {
      let scalar = try #require(Unicode.Scalar(UInt32(value)))
      let string = "a" + String(Character(scalar)) + "b"
      let read = try JSONDocument(reading: Array(text { $0.string(string) }.utf8)).root
      #expect(read == .string(string))
    }
  }

  /// The bytes are looked at eight at a time: what is to be escaped is found at each place of texts of each length, beside
  /// bytes of every kind.
  @Test func whatIsEscapedIsFoundAnywhere() {
    for length in 1...25 {
      for place in 0..<length {
        for unit in UInt8(0)...0x7F {
          for other in [UInt8(ascii: "a"), 0x20, 0x21, 0x23, 0x5B, 0x5D, 0x7F] {
            var units = [UInt8](repeating: other, count: length)
            units[place] = unit
            let string = String(decoding: units, as: UTF8.self)
            let isEscaped = unit < 0x20 || unit == UInt8(ascii: "\"") || unit == UInt8(ascii: "\\")
            let written = text { $0.string(string) }
            guard (written != "\"" + string + "\"") == isEscaped else {
              Issue.record("\(unit) at \(place) of \(length) beside \(other)")
              return
            }
          }
        }
      }
    }
  }

  /// The same beside bytes whose highest bit is set, and in front of and behind what is escaped nothing is lost.
  @Test func whatIsEscapedIsFoundBesideAnything() throws {
    let escapes: [(text: String, written: String)] = [
      ("\"", #"\""#), ("\\", #"\\"#), ("\0", #"\u0000"#), ("\u{1F}", #"\u001f"#), ("\n", #"\n"#),
    ]
    for filler in ["a", "\u{20}", "\u{7F}", "é", "\u{80}", "\u{2028}", "\u{1F600}", "\u{10FFFF}"] {
      func run(_ count: Int) -> String { String(repeating: filler, count: count) }
      // An "a" before it moves fillers of several bytes to every place within the eight.
      for shift in 0..<8 {
        let start = String(repeating: "a", count: shift)
        for count in 0..<10 {
          #expect(text { $0.string(start + run(count)) } == "\"\(start)\(run(count))\"")
          for (first, second) in zip(escapes, escapes.dropFirst() + escapes.prefix(1)) {
            let string = start + run(count) + first.text + run(9 - count) + second.text + run(count)
            let written =
              start + run(count) + first.written + run(9 - count) + second.written + run(count)
            let result = text { $0.string(string) }
            #expect(result == "\"\(written)\"")
            #expect(try JSONDocument(reading: Array(result.utf8)).root == .string(string))
          }
        }
      }
    }
  }

  @Test func textsWithNothingToEscapeAreWrittenAsTheyAre() {
    let result = text { writer in
      writer.beginArray()
      writer.string(plain: "2026-11-29".utf8.span)
      writer.string(plain: "".utf8.span)
      writer.string("é\u{1F600} and more")
      writer.string(plain: "-12.50".utf8.span)
      writer.endArray()
    }
    #expect(result == "[\"2026-11-29\",\"\",\"é\u{1F600} and more\",\"-12.50\"]")
  }
}
