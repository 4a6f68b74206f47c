import CXML

/// Reads a whole XML document with libxml2's pull parser, which hands out one node at a time: a
/// document that is too deep or too large is given up where it becomes so.
///
/// No file or network address is ever opened: `XML_PARSE_NONET` is set, and none of the options that
/// load a document type or substitute entities is. `XML_PARSE_HUGE` lifts the parser's own limits, which
/// are narrower than the file that is promised to be read; the bounds here take their place, and
/// ``MarkupScan`` has refused before what the parser's limits were against: a document type declaration,
/// and more attributes than an element may have.
@safe struct XMLElementReader: ~Copyable {
  /// Bytes of a document.
  static let largestDocument = 16 << 20
  static let deepestElement = 32
  static let mostElements = 1_000_000

  private let reader: xmlTextReaderPtr
  private var open: [XMLElement] = []
  private var count = 0

  /// The document's root element.
  static func read(_ bytes: [UInt8]) throws(UBLError) -> XMLElement {
    guard bytes.count <= largestDocument else { throw .tooLarge(limit: largestDocument) }
    var scan = MarkupScan(bytes)
    try scan.run()
    let result: Result<XMLElement, UBLError> = unsafe bytes.withUnsafeBytes { buffer in
      do throws(UBLError) {
        // The reader lives within this closure, and the buffer as long as the closure.
        guard var reader = unsafe XMLElementReader(buffer) else { throw .malformed(line: 1) }
        return .success(try reader.root())
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  /// - Parameter buffer: outlives the reader.
  private init?(_ buffer: UnsafeRawBufferPointer) {
    let options =
      XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue
      | XML_PARSE_HUGE.rawValue
    iw_xml_be_quiet()
    guard
      let start = unsafe buffer.bindMemory(to: CChar.self).baseAddress,
      let reader = unsafe xmlReaderForMemory(
        start, Int32(clamping: buffer.count), nil, nil, Int32(bitPattern: options))
    else { return nil }
    unsafe self.reader = reader
  }

  deinit { unsafe xmlFreeTextReader(reader) }

  private mutating func root() throws(UBLError) -> XMLElement {
    while true {
      switch unsafe xmlTextReaderRead(reader) {
      case 1:
        if let root = try takeNode() { return try finish(root) }
      case 0: throw malformed
      default: throw malformed
      }
    }
  }

  /// Reads what stands behind the root: nothing but space and comments may.
  private func finish(_ root: XMLElement) throws(UBLError) -> XMLElement {
    while true {
      switch unsafe xmlTextReaderRead(reader) {
      case 1: continue
      case 0: return root
      default: throw malformed
      }
    }
  }

  /// Takes the node the parser stands on; the root, once it is closed.
  private mutating func takeNode() throws(UBLError) -> XMLElement? {
    switch UInt32(bitPattern: unsafe xmlTextReaderNodeType(reader)) {
    case XML_READER_TYPE_ELEMENT.rawValue:
      let isEmpty = unsafe xmlTextReaderIsEmptyElement(reader) == 1
      try beginElement()
      return isEmpty ? endElement() : nil
    case XML_READER_TYPE_END_ELEMENT.rawValue:
      return endElement()
    case XML_READER_TYPE_TEXT.rawValue, XML_READER_TYPE_CDATA.rawValue:
      // An attachment is not taken, and may be most of the file.
      if let element = open.last, !element.isAttachment,
        let text = unsafe Self.string(xmlTextReaderConstValue(reader))
      {
        open[open.count - 1].text += text
      }
      return nil
    case XML_READER_TYPE_DOCUMENT_TYPE.rawValue, XML_READER_TYPE_ENTITY_REFERENCE.rawValue,
      XML_READER_TYPE_ENTITY.rawValue:
      throw .documentTypeDeclaration
    default:
      return nil
    }
  }

  private mutating func beginElement() throws(UBLError) {
    count += 1
    guard count <= Self.mostElements else { throw .tooManyElements(limit: Self.mostElements) }
    guard open.count < Self.deepestElement else { throw .tooDeep(limit: Self.deepestElement) }
    var element = XMLElement(
      name: unsafe Self.string(xmlTextReaderConstLocalName(reader)) ?? "",
      vocabulary: XMLElement.Vocabulary(
        namespace: unsafe Self.string(xmlTextReaderConstNamespaceUri(reader)) ?? ""))
    while unsafe xmlTextReaderMoveToNextAttribute(reader) == 1 {
      // Declared namespaces come as attributes of a namespace of their own.
      guard unsafe xmlTextReaderConstNamespaceUri(reader) == nil else { continue }
      let name = unsafe Self.string(xmlTextReaderConstLocalName(reader))
      let value = unsafe Self.string(xmlTextReaderConstValue(reader))
      if let name, let value { element.attributes[name] = value }
    }
    open.append(element)
  }

  private mutating func endElement() -> XMLElement? {
    guard let closed = open.popLast() else { return nil }
    guard !open.isEmpty else { return closed }
    open[open.count - 1].children.append(closed)
    return nil
  }

  private var malformed: UBLError {
    .malformed(line: max(1, Int(unsafe xmlTextReaderGetParserLineNumber(reader))))
  }

  /// A copy of the parser's text, which is UTF-8 whatever the file's encoding.
  private static func string(_ text: UnsafePointer<xmlChar>?) -> String? {
    guard let text = unsafe text else { return nil }
    return unsafe String(cString: text)
  }
}
