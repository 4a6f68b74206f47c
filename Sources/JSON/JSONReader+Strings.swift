extension JSONReader {
  /// Checks the string at `position`, moves past it and gives its entry.
  mutating func readString() throws(JSONError) -> JSONToken {
    let start = position
    var hasEscapes = false
    position += 1
    while position < source.count {
      switch source[position] {
      case .quotationMark:
        position += 1
        return JSONToken(offset: start, end: position, hasEscapes: hasEscapes)
      case .backslash:
        hasEscapes = true
        try skipEscape()
      case 0x00..<0x20:
        throw JSONError(.controlCharacter, at: position)
      case 0x20..<0x80:
        position += 1
      default:
        try skipMultibyteCharacter()
      }
    }
    throw JSONError(.unexpectedEnd, at: position)
  }

  private mutating func skipEscape() throws(JSONError) {
    let start = position
    position += 1
    let letter = try byte()
    position += 1
    guard letter == UInt8(ascii: "u") else {
      guard JSONEscapes.character(escapedBy: letter) != nil else {
        throw JSONError(.invalidEscape, at: start)
      }
      return
    }
    switch try readHexadecimal(of: start) {
    case 0xD800..<0xDC00:
      guard position + 1 < source.count, source[position] == .backslash,
        source[position + 1] == UInt8(ascii: "u")
      else {
        throw JSONError(.loneSurrogate, at: start)
      }
      let second = position
      position += 2
      guard (0xDC00..<0xE000).contains(try readHexadecimal(of: second)) else {
        throw JSONError(.loneSurrogate, at: start)
      }
    case 0xDC00..<0xE000:
      throw JSONError(.loneSurrogate, at: start)
    default:
      return
    }
  }

  /// Moves past the four digits of the escape that begins at `start`.
  private mutating func readHexadecimal(of start: Int) throws(JSONError) -> UInt32 {
    guard let value = JSONEscapes.hexadecimal(source, position) else {
      throw JSONError(.invalidEscape, at: start)
    }
    position += 4
    return value
  }

  /// Moves past a character of two to four bytes: the well-formed sequences of the Unicode
  /// Standard's table 3-7, and no other.
  private mutating func skipMultibyteCharacter() throws(JSONError) {
    let second: ClosedRange<UInt8>
    let length: Int
    switch source[position] {
    case 0xC2...0xDF: (second, length) = (0x80...0xBF, 2)
    case 0xE0: (second, length) = (0xA0...0xBF, 3)
    case 0xED: (second, length) = (0x80...0x9F, 3)
    case 0xE1...0xEF: (second, length) = (0x80...0xBF, 3)
    case 0xF0: (second, length) = (0x90...0xBF, 4)
    case 0xF1...0xF3: (second, length) = (0x80...0xBF, 4)
    case 0xF4: (second, length) = (0x80...0x8F, 4)
    default: throw JSONError(.invalidUTF8, at: position)
    }
    guard position + length <= source.count, second.contains(source[position + 1]) else {
      throw JSONError(.invalidUTF8, at: position)
    }
    for offset in 2..<max(length, 2) {
      guard (0x80...0xBF).contains(source[position + offset]) else {
        throw JSONError(.invalidUTF8, at: position)
      }
    }
    position += length
  }
}
