/// Writes a JSON text straight into bytes, without a tree between.
///
/// The caller writes values in order; commas come by themselves. Well-formedness is the caller's:
/// a container begun must be ended, and within an object every value follows its `key`.
package struct JSONWriter: Sendable {
  /// What was written so far.
  package private(set) var bytes: [UInt8] = []
  private var needsComma = false

  package init(reservingCapacity capacity: Int = 0) {
    bytes.reserveCapacity(capacity)
  }

  package mutating func beginObject() { begin(.openingBrace) }
  package mutating func endObject() { end(.closingBrace) }
  package mutating func beginArray() { begin(.openingBracket) }
  package mutating func endArray() { end(.closingBracket) }

  /// The name of the member whose value is written next.
  package mutating func key(_ name: String) {
    string(name)
    bytes.append(.colon)
    needsComma = false
  }

  /// The same for a name that stands in the program and has nothing to escape.
  package mutating func key(plain name: StaticString) {
    name.withUTF8Buffer { appendQuoted($0, isKey: true) }
    needsComma = false
  }

  package mutating func string(_ text: String) {
    text.utf8.span.withUnsafeBufferPointer { units in
      if PlainText.isPlain(units) { appendQuoted(units) } else { appendEscaped(units) }
    }
    needsComma = true
  }

  /// The same for a text that has nothing to escape, as dates and numbers have, without a string in between.
  package mutating func string(plain text: Span<UInt8>) {
    text.withUnsafeBufferPointer { appendQuoted($0) }
    needsComma = true
  }

  package mutating func bool(_ value: Bool) { literal(plain: value ? "true" : "false") }

  package mutating func null() { literal(plain: "null") }

  package mutating func integer(_ value: some BinaryInteger) { literal(String(value)) }

  /// Writes a number's digits as they are.
  ///
  /// - Parameter text: a number in the grammar of RFC 8259 section 6.
  package mutating func number(_ text: String) { literal(text) }

  /// Writes a value that is JSON text already, for example the stored data of an event.
  package mutating func fragment(_ json: some Sequence<UInt8>) {
    separate()
    bytes.append(contentsOf: json)
    needsComma = true
  }

  private mutating func literal(_ text: String) {
    separate()
    bytes.append(contentsOf: text.utf8)
    needsComma = true
  }

  private mutating func literal(plain text: StaticString) {
    separate()
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    needsComma = true
  }

  private mutating func begin(_ bracket: UInt8) {
    separate()
    bytes.append(bracket)
    needsComma = false
  }

  private mutating func end(_ bracket: UInt8) {
    bytes.append(bracket)
    needsComma = true
  }

  private mutating func separate() {
    if needsComma { bytes.append(.comma) }
  }

  /// In one piece, with the comma before it: most of a text is short names and values.
  private mutating func appendQuoted(_ units: UnsafeBufferPointer<UInt8>, isKey: Bool = false) {
    let isFollowing = needsComma
    bytes.append(addingCapacity: units.count + 4) { output in
      if isFollowing { output.append(.comma) }
      output.append(.quotationMark)
      output.append(copying: units)
      output.append(.quotationMark)
      if isKey { output.append(.colon) }
    }
  }

  /// Characters that need no escape are copied in runs.
  private mutating func appendEscaped(_ units: UnsafeBufferPointer<UInt8>) {
    separate()
    bytes.append(.quotationMark)
    var run = 0
    for position in 0..<units.count {
      let unit = units[position]
      guard PlainText.isEscaped(unit) else { continue }
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: units[run..<position]))
      appendEscape(of: unit)
      run = position + 1
    }
    bytes.append(contentsOf: UnsafeBufferPointer(rebasing: units[run...]))
    bytes.append(.quotationMark)
  }

  private mutating func appendEscape(of unit: UInt8) {
    bytes.append(.backslash)
    switch unit {
    case .quotationMark, .backslash: bytes.append(unit)
    case 0x08: bytes.append(UInt8(ascii: "b"))
    case 0x09: bytes.append(UInt8(ascii: "t"))
    case 0x0A: bytes.append(UInt8(ascii: "n"))
    case 0x0C: bytes.append(UInt8(ascii: "f"))
    case 0x0D: bytes.append(UInt8(ascii: "r"))
    default:
      bytes.append(contentsOf: "u00".utf8)
      bytes.append(UInt8(ascii: unit < 0x10 ? "0" : "1"))
      bytes.append(contentsOf: String(unit & 0x0F, radix: 16).utf8)
    }
  }
}
