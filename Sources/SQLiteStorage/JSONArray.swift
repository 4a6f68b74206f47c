/// A set of values as the text of a JSON array, which SQLite's `json_each` reads.
struct JSONArray {
  private(set) var bytes: [UInt8] = [UInt8(ascii: "[")]

  init(_ texts: [String]) {
    bytes.reserveCapacity(texts.reduce(2) { $0 + $1.utf8.count + 3 })
    for text in texts {
      separate()
      bytes.append(UInt8(ascii: "\""))
      for byte in text.utf8 { append(byte) }
      bytes.append(UInt8(ascii: "\""))
    }
    bytes.append(UInt8(ascii: "]"))
  }

  init(_ integers: [Int64]) {
    for integer in integers {
      separate()
      bytes.append(contentsOf: integer.description.utf8)
    }
    bytes.append(UInt8(ascii: "]"))
  }

  private mutating func separate() {
    if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
  }

  /// RFC 8259, section 7: quotation mark, reverse solidus and control characters are escaped.
  private mutating func append(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"):
      bytes.append(UInt8(ascii: "\\"))
      bytes.append(byte)
    case 0..<0x20:
      let digits = Array("0123456789abcdef".utf8)
      bytes.append(contentsOf: "\\u00".utf8)
      bytes.append(digits[Int(byte >> 4)])
      bytes.append(digits[Int(byte & 0xF)])
    default:
      bytes.append(byte)
    }
  }
}
