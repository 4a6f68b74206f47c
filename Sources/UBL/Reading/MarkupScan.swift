/// Looks through a document's markup before the parser does, for what costs the parser much: it compares
/// each attribute of an element with every other before it hands the element out, and a document type
/// declaration lets it expand entities. One pass over the bytes; what is not well-formed is left to the
/// parser.
///
/// Only encodings are read in which a `<` is always the byte 0x3C (in UTF-16 the unit 0x003C): in another
/// one markup could hide from the scan.
struct MarkupScan {
  /// Far more than any element of UBL has, declarations of namespaces included.
  static let mostAttributes = 256

  private let bytes: [UInt8]
  /// Bytes from one unit to the next, and where in it the low byte is.
  private let step: Int
  private let low: Int
  private var unit: Int

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    if bytes.starts(with: [0xFF, 0xFE]) {
      (step, low, unit) = (2, 0, 1)
    } else if bytes.starts(with: [0xFE, 0xFF]) {
      (step, low, unit) = (2, 1, 1)
    } else {
      (step, low, unit) = (1, 0, bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0)
    }
  }

  /// - Throws: ``UBLError/encoding(_:)``, ``UBLError/documentTypeDeclaration`` or
  ///   ``UBLError/tooManyAttributes(limit:)``.
  mutating func run() throws(UBLError) {
    if let name = declaredEncoding(), !Self.isTransparent(name) { throw .encoding(name) }
    while let byte = next() {
      guard byte == UInt8(ascii: "<") else { continue }
      if skip("!--", upTo: "-->") || skip("![CDATA[", upTo: "]]>") || skip("?", upTo: "?>") {
        continue
      }
      if isNext("!") { throw .documentTypeDeclaration }
      try countAttributes()
    }
  }

  /// Passes over a tag.
  private mutating func countAttributes() throws(UBLError) {
    var count = 0
    var quote: UInt8?
    while let byte = next() {
      if let open = quote {
        if byte == open { quote = nil }
        continue
      }
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        quote = byte
        count += 1
        guard count <= Self.mostAttributes else {
          throw .tooManyAttributes(limit: Self.mostAttributes)
        }
      case UInt8(ascii: ">"): return
      default: continue
      }
    }
  }

  // MARK: Units

  /// The unit at an index as a byte; 0 for one beyond ASCII, which no markup is.
  private func byte(at unit: Int) -> UInt8? {
    let place = unit * step
    guard place + step <= bytes.count else { return nil }
    if step == 2, bytes[place + 1 - low] != 0 { return 0 }
    return bytes[place + low]
  }

  private mutating func next() -> UInt8? {
    guard let byte = byte(at: unit) else { return nil }
    unit += 1
    return byte
  }

  private func isNext(_ text: String) -> Bool {
    var place = unit
    for expected in text.utf8 {
      guard byte(at: place) == expected else { return false }
      place += 1
    }
    return true
  }

  /// Passes over what begins and ends with these; an open end reaches to the document's.
  private mutating func skip(_ start: String, upTo end: String) -> Bool {
    guard isNext(start) else { return false }
    unit += start.utf8.count
    let first = end.utf8.first
    while let byte = byte(at: unit) {
      if byte == first, isNext(end) {
        unit += end.utf8.count
        return true
      }
      unit += 1
    }
    return true
  }

  // MARK: Encoding

  /// What the XML declaration says; nil when it says nothing.
  private func declaredEncoding() -> String? {
    var scan = self
    guard scan.isNext("<?xml") else { return nil }
    var declaration = ""
    while let byte = scan.next(), byte != UInt8(ascii: ">"), declaration.utf8.count < 1_024 {
      declaration.unicodeScalars.append(Unicode.Scalar(byte))
    }
    guard let name = declaration.firstRange(of: "encoding") else { return nil }
    let value = declaration[name.upperBound...].drop { $0 == "=" || $0.isWhitespace }
    guard let quote = value.first, quote == "\"" || quote == "'" else { return nil }
    return String(value.dropFirst().prefix { $0 != quote })
  }

  private static func isTransparent(_ name: String) -> Bool {
    let name = name.lowercased()
    let families = [
      "utf-8", "utf8", "utf-16", "us-ascii", "ascii", "iso-8859-", "iso8859-", "iso_8859-",
      "latin", "windows-12", "cp12", "koi8-", "gb2312", "gbk", "gb18030", "big5", "shift_jis",
      "sjis", "euc-", "tis-620",
    ]
    return families.contains { name.hasPrefix($0) }
  }
}
