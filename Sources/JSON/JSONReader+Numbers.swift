extension JSONReader {
  /// Moves past the number at `position` (RFC 8259 section 6). It keeps its text: what digits and
  /// which range are welcome is for the reader of the value to say.
  mutating func readNumber() throws(JSONError) {
    let start = position
    if source[position] == UInt8(ascii: "-") { position += 1 }
    let first = position
    try readDigits(of: start)
    guard source[first] != UInt8(ascii: "0") || position == first + 1 else {
      throw JSONError(.invalidNumber, at: start)
    }
    if isNext(UInt8(ascii: ".")) {
      position += 1
      try readDigits(of: start)
    }
    if isNext(UInt8(ascii: "e")) || isNext(UInt8(ascii: "E")) {
      position += 1
      if isNext(UInt8(ascii: "+")) || isNext(UInt8(ascii: "-")) { position += 1 }
      try readDigits(of: start)
    }
  }

  private func isNext(_ byte: UInt8) -> Bool {
    position < source.count && source[position] == byte
  }

  /// Moves past one digit or more of the number that begins at `start`.
  private mutating func readDigits(of start: Int) throws(JSONError) {
    let first = position
    while position < source.count, (0x30...0x39).contains(source[position]) { position += 1 }
    guard position > first else { throw JSONError(.invalidNumber, at: start) }
  }
}
