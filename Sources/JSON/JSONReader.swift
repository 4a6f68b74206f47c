/// Checks one JSON text and builds its index. Iterative: the depth of the text is not the depth
/// of the call stack.
struct JSONReader {
  let source: [UInt8]
  private let maximumDepth: Int
  var position = 0
  var tokens: [JSONToken] = []
  /// Indexes of the containers that are open, the outermost first.
  var open: [Int] = []
  private var names = MemberNames()

  init(_ source: [UInt8], maximumDepth: Int = JSONDocument.maximumDepth) {
    self.source = source
    self.maximumDepth = maximumDepth
  }

  /// Reads the whole text.
  mutating func read() throws(JSONError) {
    guard source.count <= JSONDocument.maximumLength else {
      throw JSONError(.tooLong, at: JSONDocument.maximumLength)
    }
    guard !source.starts(with: [0xEF, 0xBB, 0xBF]) else {
      throw JSONError(.byteOrderMark, at: 0)
    }
    tokens.reserveCapacity(source.count / 8 + 1)
    try readWhole()
    guard position == source.count else { throw JSONError(.trailingBytes, at: position) }
  }

  /// Reads one value with all it holds, and the white space behind it.
  mutating func readWhole() throws(JSONError) {
    let depth = open.count
    repeat {
      try readValue()
    } while try readSeparator(within: depth)
  }

  /// Reads a scalar, an empty container, or a container's beginning up to its first value.
  private mutating func readValue() throws(JSONError) {
    skipWhiteSpace()
    while try readOpening() {
      skipWhiteSpace()
      if source.indices.contains(position), source[position] == closingByte {
        return try close()
      }
      if isInObject { try readName() }
      skipWhiteSpace()
    }
  }

  /// Reads a scalar whole, or one opening bracket and says so.
  private mutating func readOpening() throws(JSONError) -> Bool {
    let start = position
    switch try byte() {
    case .openingBrace, .openingBracket:
      guard open.count < maximumDepth else {
        throw JSONError(.nestedTooDeep, at: start)
      }
      open.append(tokens.count)
      tokens.append(JSONToken(offset: start, end: start))
      position += 1
      return true
    case .quotationMark:
      tokens.append(try readString())
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      try readNumber()
      tokens.append(JSONToken(offset: start, end: position))
    case UInt8(ascii: "t"): try readLiteral("true")
    case UInt8(ascii: "f"): try readLiteral("false")
    case UInt8(ascii: "n"): try readLiteral("null")
    default:
      throw JSONError(.unexpectedByte, at: start)
    }
    return false
  }

  /// Reads what follows a value: closing brackets, then a comma (and, in an object, the next
  /// member's name) or the end of the value that stands in `depth` containers.
  ///
  /// - Returns: whether another value must follow.
  private mutating func readSeparator(within depth: Int) throws(JSONError) -> Bool {
    while true {
      skipWhiteSpace()
      guard open.count > depth else { return false }
      let byte = try byte()
      if byte == .comma {
        position += 1
        skipWhiteSpace()
        if isInObject { try readName() }
        return true
      }
      guard byte == closingByte else { throw JSONError(.unexpectedByte, at: position) }
      try close()
    }
  }

  mutating func readName() throws(JSONError) {
    guard try byte() == .quotationMark else { throw JSONError(.unexpectedByte, at: position) }
    tokens.append(try readString())
    skipWhiteSpace()
    guard try byte() == .colon else { throw JSONError(.unexpectedByte, at: position) }
    position += 1
  }

  private mutating func close() throws(JSONError) {
    guard let start = open.popLast() else {
      throw JSONError(.unexpectedByte, at: position)
    }
    tokens[start].close(at: tokens.count)
    tokens.append(JSONToken(offset: position, end: position + 1))
    position += 1
    if source[tokens[start].offset] == .openingBrace {
      try names.check(source, tokens, objectAt: start)
    }
  }

  private var isInObject: Bool {
    guard let container = open.last else { return false }
    return source[tokens[container].offset] == .openingBrace
  }

  private var closingByte: UInt8 { isInObject ? .closingBrace : .closingBracket }

  private mutating func readLiteral(_ literal: StaticString) throws(JSONError) {
    let start = position
    for expected in literal.description.utf8 {
      guard try byte() == expected else { throw JSONError(.unexpectedByte, at: position) }
      position += 1
    }
    tokens.append(JSONToken(offset: start, end: position))
  }

  mutating func skipWhiteSpace() {
    while position < source.count {
      switch source[position] {
      case 0x20, 0x09, 0x0A, 0x0D: position += 1
      default: return
      }
    }
  }

  /// The byte at `position`.
  func byte() throws(JSONError) -> UInt8 {
    guard position < source.count else { throw JSONError(.unexpectedEnd, at: position) }
    return source[position]
  }
}
