import JSON
import Testing

@Suite struct JSONDocumentTests {
  @Test(arguments: [
    ("null", JSONValue.null),
    ("true", .bool(true)),
    (" \t\r\nfalse\n", .bool(false)),
    ("0", .number("0")),
    ("-0", .number("-0")),
    ("\"\"", .string("")),
    ("\"a b\"", .string("a b")),
    (#""\"\\\/\b\f\n\r\t""#, .string("\"\\/\u{8}\u{C}\n\r\t")),
    (#""\u0041\u00e9\u20AC""#, .string("A\u{E9}\u{20AC}")),
    (#""\u0000""#, .string("\0")),
    (#""\uD83D\uDE00""#, .string("\u{1F600}")),
    (#""\udbff\udfff""#, .string("\u{10FFFF}")),
    (
      "\"\u{7F}\u{80}\u{7FF}\u{800}\u{FFFF}\u{10000}\"",
      .string("\u{7F}\u{80}\u{7FF}\u{800}\u{FFFF}\u{10000}")
    ),
    ("\"\u{FEFF}\"", .string("\u{FEFF}")),
  ])
  func scalars(text: String, expected: JSONValue) throws {
    #expect(try JSONDocument(reading: Array(text.utf8)).root == expected)
  }

  /// Digits come back as they were written; nothing goes through a floating-point number.
  @Test(arguments: [
    "1548.39", "0.10", "-0.0", "1.0", "123456789012345678.123456789012", "1e400", "1E-7",
    "2.50e+10", "100000000000000000000000000000000000001",
  ])
  func numbersKeepTheirText(text: String) throws {
    let document = try JSONDocument(reading: Array("[\(text)]".utf8))
    guard case .array(let array) = document.root else {
      Issue.record("not an array")
      return
    }
    #expect(Array(array) == [.number(text)])
  }

  @Test(arguments: [
    ("", JSONError.Reason.unexpectedEnd, 0),
    ("  ", .unexpectedEnd, 2),
    ("\u{FEFF}{}", .byteOrderMark, 0),
    ("{} {}", .trailingBytes, 3),
    ("1 1", .trailingBytes, 2),
    ("{}x", .trailingBytes, 2),
    ("[1]]", .trailingBytes, 3),
    ("nul", .unexpectedEnd, 3),
    ("nulL", .unexpectedByte, 3),
    ("True", .unexpectedByte, 0),
    ("NaN", .unexpectedByte, 0),
    ("Infinity", .unexpectedByte, 0),
    ("'a'", .unexpectedByte, 0),
    ("\u{A0}1", .unexpectedByte, 0),
    ("\u{C}1", .unexpectedByte, 0),
    ("// c\n1", .unexpectedByte, 0),
    ("+1", .unexpectedByte, 0),
    (".5", .unexpectedByte, 0),
    ("[", .unexpectedEnd, 1),
    ("[1", .unexpectedEnd, 2),
    ("[1,", .unexpectedEnd, 3),
    ("[1,]", .unexpectedByte, 3),
    ("[,1]", .unexpectedByte, 1),
    ("[1 2]", .unexpectedByte, 3),
    ("[1:2]", .unexpectedByte, 2),
    ("[1}", .unexpectedByte, 2),
    ("]", .unexpectedByte, 0),
    ("{", .unexpectedEnd, 1),
    ("{]", .unexpectedByte, 1),
    ("{\"a\"", .unexpectedEnd, 4),
    ("{\"a\":", .unexpectedEnd, 5),
    ("{\"a\":1", .unexpectedEnd, 6),
    ("{\"a\":1,", .unexpectedEnd, 7),
    ("{\"a\":1,}", .unexpectedByte, 7),
    ("{\"a\":1]", .unexpectedByte, 6),
    ("{\"a\" 1}", .unexpectedByte, 5),
    ("{\"a\":}", .unexpectedByte, 5),
    ("{\"a\",1}", .unexpectedByte, 4),
    ("{a:1}", .unexpectedByte, 1),
    ("{1:1}", .unexpectedByte, 1),
    ("{\"a\":1 \"b\":2}", .unexpectedByte, 7),
    ("{,}", .unexpectedByte, 1),
    ("-", .invalidNumber, 0),
    ("[-x]", .invalidNumber, 1),
    ("01", .invalidNumber, 0),
    ("-012", .invalidNumber, 0),
    ("1.", .invalidNumber, 0),
    ("1.e1", .invalidNumber, 0),
    ("1e", .invalidNumber, 0),
    ("1e+", .invalidNumber, 0),
    ("[1.2.3]", .unexpectedByte, 4),
    ("0x1", .trailingBytes, 1),
    ("\"", .unexpectedEnd, 1),
    ("\"a", .unexpectedEnd, 2),
    ("\"\\", .unexpectedEnd, 2),
    ("\"\\x\"", .invalidEscape, 1),
    ("\"\\'\"", .invalidEscape, 1),
    ("\"\\u12\"", .invalidEscape, 1),
    ("\"\\u12G4\"", .invalidEscape, 1),
    ("\"\\U0041\"", .invalidEscape, 1),
    ("\"\\uD800\"", .loneSurrogate, 1),
    ("\"\\uDC00\"", .loneSurrogate, 1),
    ("\"\\uD800x\"", .loneSurrogate, 1),
    ("\"\\uD800\\n\"", .loneSurrogate, 1),
    ("\"\\uD800\\u0041\"", .loneSurrogate, 1),
    ("\"\\uD800\\uD800\\uDC00\"", .loneSurrogate, 1),
    ("\"\\uDC00\\uD800\"", .loneSurrogate, 1),
    ("\"\\uD800\\uZZZZ\"", .invalidEscape, 7),
    ("{\"\\uD800\":1}", .loneSurrogate, 2),
    ("\"a\nb\"", .controlCharacter, 2),
    ("\"\t\"", .controlCharacter, 1),
    ("\"\0\"", .controlCharacter, 1),
    ("\"\u{1F}\"", .controlCharacter, 1),
  ])
  func faults(text: String, reason: JSONError.Reason, offset: Int) {
    #expect(throws: JSONError(reason, at: offset)) {
      try JSONDocument(reading: Array(text.utf8))
    }
  }

  @Test(
    arguments: [
      [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC2], [0xC2, 0x41], [0xE0, 0x80, 0x80],
      [0xE0, 0x9F, 0xBF], [0xE2, 0x82], [0xE2, 0x82, 0x41], [0xED, 0xA0, 0x80],
      [0xED, 0xBF, 0xBF], [0xF0, 0x80, 0x80, 0x80], [0xF0, 0x8F, 0xBF, 0xBF],
      [0xF0, 0x9F, 0x98], [0xF0, 0x9F, 0x98, 0x41], [0xF4, 0x90, 0x80, 0x80],
      [0xF5, 0x80, 0x80, 0x80], [0xFE], [0xFF],
    ] as [[UInt8]])
  func badUTF8(bytes: [UInt8]) {
    #expect(throws: JSONError(.invalidUTF8, at: 1)) {
      try JSONDocument(reading: Array("\"".utf8) + bytes + Array("\"".utf8))
    }
    #expect(throws: JSONError(.invalidUTF8, at: 1)) {
      try JSONDocument(reading: Array("\"".utf8) + bytes)
    }
  }

  /// A fault's description must not carry the text: it may be a secret.
  @Test func theDescriptionNamesThePlaceOnly() {
    #expect(
      JSONError(.duplicateMember, at: 12).description
        == "a member named twice in one object at byte 12")
  }
}
