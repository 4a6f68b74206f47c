/// A Swift source as words and brackets: without comments and the text of strings, but with the code inside their
/// interpolations. Enough for tests that ask which names a file declares and uses; not a parser.
struct SwiftTokens {
  struct Token: Equatable {
    /// A word (identifier, keyword or number), or one character of punctuation.
    let text: String
    /// From 1.
    let line: Int
    /// Whether a letter or an underscore begins it.
    let isName: Bool
  }

  private(set) var tokens: [Token] = []
  private let source: [UInt8]
  private var position = 0
  private var line = 1

  init(_ text: String) {
    source = Array(text.utf8)
    readCode(untilClosingParenthesis: false)
  }

  private func byte(_ offset: Int = 0) -> UInt8? {
    position + offset < source.count ? source[position + offset] : nil
  }

  private mutating func advance(_ count: Int = 1) {
    for _ in 0..<count where position < source.count {
      if source[position] == UInt8(ascii: "\n") { line += 1 }
      position += 1
    }
  }

  /// Reads code to the end, or to the parenthesis that ends an interpolation.
  private mutating func readCode(untilClosingParenthesis: Bool) {
    var depth = 0
    while let next = byte() {
      switch next {
      case UInt8(ascii: "/") where byte(1) == UInt8(ascii: "/"):
        while let next = byte(), next != UInt8(ascii: "\n") { advance() }
      case UInt8(ascii: "/") where byte(1) == UInt8(ascii: "*"):
        skipBlockComment()
      case UInt8(ascii: "\""), UInt8(ascii: "#"):
        if !skipString() { punctuation(next) }
      case UInt8(ascii: "`"): readQuotedName()
      case UInt8(ascii: "("):
        depth += 1
        punctuation(next)
      case UInt8(ascii: ")"):
        if untilClosingParenthesis, depth == 0 { return }
        depth -= 1
        punctuation(next)
      case _ where Self.isWord(next): readWord()
      case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\t"): advance()
      default: punctuation(next)
      }
    }
  }

  private mutating func punctuation(_ byte: UInt8) {
    tokens.append(
      Token(text: String(decoding: [byte], as: UTF8.self), line: line, isName: false))
    advance()
  }

  /// A name between backticks, which may be a sentence.
  private mutating func readQuotedName() {
    let start = position
    advance()
    while let next = byte(), next != UInt8(ascii: "`") { advance() }
    advance()
    tokens.append(
      Token(
        text: String(decoding: source[start..<position], as: UTF8.self), line: line, isName: true))
  }

  private mutating func readWord() {
    let start = position
    while let next = byte(), Self.isWord(next) { position += 1 }
    let word = source[start..<position]
    tokens.append(
      Token(
        text: String(decoding: word, as: UTF8.self), line: line,
        isName: !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(source[start])))
  }

  /// Letters, digits, the underscore, and everything beyond ASCII.
  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...0xFF:
      true
    default: false
    }
  }

  /// They nest.
  private mutating func skipBlockComment() {
    var depth = 0
    repeat {
      if byte() == UInt8(ascii: "/"), byte(1) == UInt8(ascii: "*") {
        depth += 1
        advance(2)
      } else if byte() == UInt8(ascii: "*"), byte(1) == UInt8(ascii: "/") {
        depth -= 1
        advance(2)
      } else {
        advance()
      }
    } while depth > 0 && position < source.count
  }

  /// Skips a string with any number of hashes, on one line or several, and reads what is interpolated; whether
  /// there was one.
  private mutating func skipString() -> Bool {
    var hashes = 0
    while byte(hashes) == UInt8(ascii: "#") { hashes += 1 }
    guard byte(hashes) == UInt8(ascii: "\"") else { return false }
    let isLong = (0..<3).allSatisfy { byte(hashes + $0) == UInt8(ascii: "\"") }
    let quotes = isLong ? 3 : 1
    advance(hashes + quotes)
    while let next = byte() {
      if next == UInt8(ascii: "\\"), isHashes(hashes, at: 1) {
        if byte(1 + hashes) == UInt8(ascii: "(") {
          advance(2 + hashes)
          readCode(untilClosingParenthesis: true)
          advance()
        } else {
          advance(2 + hashes)
        }
      } else if (0..<quotes).allSatisfy({ byte($0) == UInt8(ascii: "\"") }),
        isHashes(hashes, at: quotes)
      {
        advance(quotes + hashes)
        return true
      } else {
        advance()
      }
    }
    return true
  }

  private func isHashes(_ count: Int, at offset: Int) -> Bool {
    (0..<count).allSatisfy { byte(offset + $0) == UInt8(ascii: "#") }
  }
}

extension SwiftTokens {
  /// A type that other files can name.
  struct Declaration: Hashable {
    let name: String
    /// The type in which or in whose extension it stands; nil at the top level.
    let owner: String?
  }

  /// The types declared at the top level and those directly within them or their extensions, without private ones;
  /// and the names of all types that the file declares, which mean those in it.
  var declarations: (shared: [Declaration], own: Set<String>) {
    var found: [Declaration] = []
    var own: Set<String> = []
    var depth = 0
    var owner: String?
    for (index, token) in tokens.enumerated() {
      switch token.text {
      case "{": depth += 1
      case "}": depth -= 1
      case "struct", "class", "enum", "actor", "protocol", "typealias", "extension":
        guard index + 1 < tokens.count, tokens[index + 1].isName,
          tokens[index + 1].text.first?.isUppercase ?? false,
          index == 0 || tokens[index - 1].text != "."
        else { continue }
        let name = tokens[index + 1].text
        if depth == 0 { owner = name }
        guard token.text != "extension" else { continue }
        own.insert(name)
        guard depth <= 1, !isPrivate(before: index) else { continue }
        found.append(Declaration(name: name, owner: depth == 0 ? nil : owner))
      default: break
      }
    }
    return (found, own)
  }

  private func isPrivate(before index: Int) -> Bool {
    tokens[..<index].reversed().prefix { $0.line == tokens[index].line }
      .contains { $0.text == "private" || $0.text == "fileprivate" }
  }

  /// Every name with a capital, and every pair of them with a point between.
  var namesUsed: (bare: Set<String>, qualified: Set<Declaration>) {
    var bare: Set<String> = []
    var qualified: Set<Declaration> = []
    for (index, token) in tokens.enumerated()
    where token.isName && token.text.first?.isUppercase ?? false {
      if index >= 2, tokens[index - 1].text == ".", tokens[index - 2].isName {
        qualified.insert(Declaration(name: token.text, owner: tokens[index - 2].text))
      } else {
        bare.insert(token.text)
      }
    }
    return (bare, qualified)
  }

  struct Function {
    let name: String
    let line: Int
    let lineCount: Int
  }

  /// The functions, initializers and subscripts that have a body, with the lines from the declaration to the closing
  /// brace.
  var functions: [Function] {
    var found: [Function] = []
    var open: [(name: String, line: Int, depth: Int)] = []
    var declared: (name: String, line: Int, parentheses: Int)?
    var depth = 0
    var parentheses = 0
    for (index, token) in tokens.enumerated() {
      switch token.text {
      case "func", "init", "deinit", "subscript":
        guard index == 0 || tokens[index - 1].text != ".", index + 1 < tokens.count else {
          continue
        }
        let name = token.text == "func" ? tokens[index + 1].text : token.text
        declared = (name, token.line, parentheses)
      case "(", "[": parentheses += 1
      case ")", "]": parentheses -= 1
      case "{":
        depth += 1
        if let begun = declared, begun.parentheses == parentheses {
          open.append((begun.name, begun.line, depth))
          declared = nil
        }
      case "}":
        if let last = open.last, last.depth == depth {
          found.append(
            Function(name: last.name, line: last.line, lineCount: token.line - last.line + 1))
          open.removeLast()
        }
        depth -= 1
        // A requirement of a protocol that ends here has no body; a default argument's closure ends nothing.
        if let begun = declared, begun.parentheses == parentheses { declared = nil }
      case "var", "let", "case", "struct", "class", "enum", "extension":
        // Of a protocol's requirement, which had no body.
        if let begun = declared, begun.parentheses == parentheses { declared = nil }
      default: break
      }
    }
    return found
  }
}
