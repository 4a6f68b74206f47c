import CXML

/// Writes an XML document with libxml2's writer, which knows what must be escaped. Elements of UBL's two libraries of
/// components are named by prefix: `cbc:ID`.
@safe struct XMLTextWriter: ~Copyable {
  private let buffer: xmlBufferPtr
  private let writer: xmlTextWriterPtr
  /// Whether the library has taken everything so far; it refuses nothing but for want of memory.
  private var isWhole = true

  init?() {
    guard let buffer = unsafe xmlBufferCreate() else { return nil }
    guard let writer = unsafe xmlNewTextWriterMemory(buffer, 0) else {
      unsafe xmlBufferFree(buffer)
      return nil
    }
    unsafe self.buffer = buffer
    unsafe self.writer = writer
    note(unsafe xmlTextWriterSetIndent(writer, 1))
    note(unsafe xmlTextWriterStartDocument(writer, nil, "UTF-8", nil))
  }

  deinit {
    unsafe xmlFreeTextWriter(writer)
    unsafe xmlBufferFree(buffer)
  }

  mutating func begin(_ name: String) { note(unsafe xmlTextWriterStartElement(writer, name)) }

  mutating func end() { note(unsafe xmlTextWriterEndElement(writer)) }

  mutating func attribute(_ name: String, _ value: String) {
    note(unsafe xmlTextWriterWriteAttribute(writer, name, Self.allowed(value)))
  }

  /// An element of text, unless there is none: UBL has no empty elements.
  mutating func text(_ name: String, _ text: String?) {
    guard let text, !text.isEmpty else { return }
    begin(name)
    note(unsafe xmlTextWriterWriteString(writer, Self.allowed(text)))
    end()
  }

  /// The same with an attribute.
  mutating func text(_ name: String, _ text: String, _ attribute: String, _ value: String) {
    begin(name)
    self.attribute(attribute, value)
    note(unsafe xmlTextWriterWriteString(writer, Self.allowed(text)))
    end()
  }

  /// The text of the element that is open.
  mutating func content(_ text: String) {
    note(unsafe xmlTextWriterWriteString(writer, Self.allowed(text)))
  }

  /// Ends the document; nil when it could not be written, which is for want of memory only.
  mutating func finish() -> [UInt8]? {
    note(unsafe xmlTextWriterEndDocument(writer))
    guard isWhole, let content = unsafe xmlBufferContent(buffer) else { return nil }
    let count = Int(unsafe xmlBufferLength(buffer))
    // The buffer is this writer's, and lives as long as it.
    return unsafe Array(UnsafeBufferPointer(start: content, count: count))
  }

  private mutating func note(_ result: Int32) {
    if result < 0 { isWhole = false }
  }

  /// What XML has no way to write becomes a replacement character.
  private static func allowed(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { !isAllowed($0) }) else { return text }
    var scalars = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { scalars.append(isAllowed(scalar) ? scalar : "\u{FFFD}") }
    return String(scalars)
  }

  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A, 0x0D: true
    case ..<0x20, 0xFFFE, 0xFFFF: false
    default: true
    }
  }
}
