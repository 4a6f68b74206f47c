import Worker

/// A line of comma-separated values (RFC 4180), UTF-8.
enum CSVLine {
  enum Cell: Hashable, Sendable {
    /// From outside: a spreadsheet takes what begins as a formula does for one, so that it is given an apostrophe in front.
    case text(String)
    /// A number as the program writes it, which may be negative; nothing in it is special.
    case number(String)
  }

  static func append(_ cells: [Cell], to bytes: inout [UInt8]) {
    for (index, cell) in cells.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      switch cell {
      case .number(let number): bytes += number.utf8
      case .text(let text): append(text, to: &bytes)
      }
    }
    bytes += [0x0D, 0x0A]
  }

  static func text(_ cells: [Cell]) -> String {
    var bytes: [UInt8] = []
    append(cells, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func append(_ text: String, to bytes: inout [UInt8]) {
    let text = PrintableText.escapingControls(text)
    let isQuoted = text.utf8.contains { [0x0A, 0x0D, 0x22, 0x2C].contains($0) }
    if isQuoted { bytes.append(UInt8(ascii: "\"")) }
    if let first = text.utf8.first, "=+-@\t\r".utf8.contains(first) {
      bytes.append(UInt8(ascii: "'"))
    }
    if isQuoted {
      for unit in text.utf8 {
        if unit == UInt8(ascii: "\"") { bytes.append(unit) }
        bytes.append(unit)
      }
      bytes.append(UInt8(ascii: "\""))
    } else {
      bytes += text.utf8
    }
  }
}
