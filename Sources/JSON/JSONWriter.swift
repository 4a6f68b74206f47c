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
    separate()
    bytes.append(.quotationMark)
    name.withUTF8Buffer { bytes.append(contentsOf: $0) }
    bytes.append(.quotationMark)
    bytes.append(.colon)
    needsComma = false
  }

  package mutating func string(_ text: String) {
    separate()
    bytes.append(.quotationMark)
    appendEscaped(text)
    bytes.append(.quotationMark)
    needsComma = true
  }

  package mutating func bool(_ value: Bool) { literal(value ? "true" : "false") }

  package mutating func null() { literal("null") }

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

  /// Characters that need no escape are copied in runs (RFC 8259 section 7: quotation mark,
  /// backslash and U+0000 to U+001F must be escaped, nothing else).
  private mutating func appendEscaped(_ text: String) {
    // Whatever Swift has made lies in one piece; what does not is copied first.
    if text.utf8.withContiguousStorageIfAvailable({ appendEscaped($0) }) != nil { return }
    var text = text
    text.withUTF8 { appendEscaped($0) }
  }

  private mutating func appendEscaped(_ units: UnsafeBufferPointer<UInt8>) {
    var run = 0
    for position in 0..<units.count {
      let unit = units[position]
      guard unit < 0x20 || unit == .quotationMark || unit == .backslash else { continue }
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: units[run..<position]))
      appendEscape(of: unit)
      run = position + 1
    }
    bytes.append(contentsOf: run == 0 ? units : UnsafeBufferPointer(rebasing: units[run...]))
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
