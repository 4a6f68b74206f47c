extension JSONDocument {
  /// The value whose entry stands at `index`.
  func value(at index: Int) -> JSONValue {
    let token = tokens[index]
    switch source[token.offset] {
    case .openingBrace: return .object(JSONObject(document: self, index: index))
    case .openingBracket: return .array(JSONArray(document: self, index: index))
    case .quotationMark: return .string(string(token))
    case UInt8(ascii: "t"): return .bool(true)
    case UInt8(ascii: "f"): return .bool(false)
    case UInt8(ascii: "n"): return .null
    default:
      return .number(String(decoding: source[token.offset..<Int(token.end)], as: UTF8.self))
    }
  }

  /// The index of the entry that follows the whole value at `index`.
  func index(after index: Int) -> Int {
    let token = tokens[index]
    return isContainer(token) ? Int(token.end) + 1 : index + 1
  }

  /// Where the value at `index` stands in the text, without white space around it.
  func byteRange(of index: Int) -> Range<Int> {
    let token = tokens[index]
    let end = isContainer(token) ? Int(tokens[Int(token.end)].end) : Int(token.end)
    return token.offset..<end
  }

  /// The characters of a string's entry.
  func string(_ token: JSONToken) -> String {
    token.hasEscapes
      ? String(decoding: JSONEscapes.resolved(source, token.contents), as: UTF8.self)
      : String(decoding: source[token.contents], as: UTF8.self)
  }

  /// Whether a string's entry holds exactly these code units. Byte by byte: Swift's own equality
  /// also takes different code points for the same where they are canonically equivalent.
  func string(_ token: JSONToken, isUTF8Of text: String) -> Bool {
    guard !token.hasEscapes else {
      return JSONEscapes.resolved(source, token.contents).elementsEqual(text.utf8)
    }
    let contents = token.contents
    guard contents.count == text.utf8.count else { return false }
    var offset = contents.lowerBound
    for unit in text.utf8 {
      guard source[offset] == unit else { return false }
      offset += 1
    }
    return true
  }

  private func isContainer(_ token: JSONToken) -> Bool {
    let byte = source[token.offset]
    return byte == .openingBrace || byte == .openingBracket
  }
}
