import JSON

/// What a file that was named to be ingested or imported is, by its first bytes. Only XML, PDF, archives and lines of JSON go any
/// further: of all else nothing is sent and nothing printed.
enum FileKind: Hashable, Sendable {
  case xml
  /// That may hold an invoice (Factur-X, ZUGFeRD).
  case pdf
  case zip
  /// Text that may be NDJSON.
  case text
  case empty
  /// Something else, as a clause: "a PDF; …".
  case other(String)

  /// - Parameter beginning: the file's first bytes, of which a few thousand are enough.
  init(beginning: [UInt8]) {
    if beginning.isEmpty {
      self = .empty
    } else if Self.isPDF(beginning) {
      self = .pdf
    } else if beginning.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
      self = .zip
    } else if let format = Self.format(of: beginning) {
      self = .other(format)
    } else if beginning.starts(with: [0xFF, 0xFE]) || beginning.starts(with: [0xFE, 0xFF]) {
      let units = beginning.dropFirst(2).filter { $0 != 0 }
      self =
        units.first(where: { !Self.isBlank($0) }) == UInt8(ascii: "<")
        ? .xml : .other("text in UTF-16 that is no XML; save it as UTF-8")
    } else if beginning.contains(0) {
      self = .other(Self.binary(beginning))
    } else {
      let text =
        beginning.starts(with: [0xEF, 0xBB, 0xBF]) ? beginning.dropFirst(3) : beginning[...]
      guard let first = text.first(where: { !Self.isBlank($0) }) else {
        self = .text
        return
      }
      if first == UInt8(ascii: "<") {
        self = Self.isHTML(text) ? .other("an HTML page; save the XML itself, not the page") : .xml
      } else if text.contains(where: { $0 < 0x20 && !Self.isBlank($0) && $0 != 0x0C }) {
        self = .other("a binary file, neither XML nor JSON")
      } else {
        self = .text
      }
    }
  }

  private static func isHTML(_ text: ArraySlice<UInt8>) -> Bool {
    let start = String(decoding: text.drop(while: isBlank).prefix(14), as: UTF8.self).lowercased()
    return ["<!doctype html", "<html>", "<html "].contains { start.hasPrefix($0) }
  }

  static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
  }

  /// What a PDF or an archive is where records are wanted, as a clause.
  static let pdfClause =
    "a PDF; of a hybrid invoice (Factur-X, ZUGFeRD) save the XML that is attached to it"
  static let zipClause = "a ZIP archive; unpack it and name the files that are in it"

  /// A PDF may have other bytes before its mark; XML and JSON may quote it.
  private static func isPDF(_ beginning: [UInt8]) -> Bool {
    let first = beginning.first { !isBlank($0) }
    return first != UInt8(ascii: "<") && first != UInt8(ascii: "{")
      && beginning.prefix(1_024).firstRange(of: Array("%PDF-".utf8)) != nil
  }

  /// Formats that invoices come in, or are packed in, and that are not read here.
  private static func format(of beginning: [UInt8]) -> String? {
    let marks: [([UInt8], String)] = [
      ([0x50, 0x4B, 0x05, 0x06], "an empty ZIP archive"),
      ([0x1F, 0x8B], "compressed with gzip; unpack it first"),
      (Array("BZh".utf8), "compressed with bzip2; unpack it first"),
      ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], "compressed with xz; unpack it first"),
      ([0x28, 0xB5, 0x2F, 0xFD], "compressed with zstd; unpack it first"),
      ([0x37, 0x7A, 0xBC, 0xAF], "a 7z archive; unpack it first"),
      (Array("Rar!".utf8), "a RAR archive; unpack it first"),
      ([0xD0, 0xCF, 0x11, 0xE0], "a file of Microsoft Office or Outlook"),
      ([0x89, 0x50, 0x4E, 0x47], "a picture (PNG)"),
      ([0xFF, 0xD8, 0xFF], "a picture (JPEG)"),
      (Array("GIF8".utf8), "a picture (GIF)"),
      ([0x49, 0x49, 0x2A, 0x00], "a picture (TIFF)"),
      ([0x4D, 0x4D, 0x00, 0x2A], "a picture (TIFF)"),
      ([0xFF, 0xFE, 0x00, 0x00], "text in UTF-32; save it as UTF-8"),
      ([0x00, 0x00, 0xFE, 0xFF], "text in UTF-32; save it as UTF-8"),
    ]
    return marks.first { beginning.starts(with: $0.0) }?.1
  }

  /// Text in UTF-16 has a zero in every other byte, nearly.
  private static func binary(_ beginning: [UInt8]) -> String {
    let pairs = beginning.count / 2
    var high = 0
    var low = 0
    for pair in 0..<pairs {
      if beginning[2 * pair] == 0, beginning[2 * pair + 1] != 0 { high += 1 }
      if beginning[2 * pair] != 0, beginning[2 * pair + 1] == 0 { low += 1 }
    }
    return max(high, low) * 4 > pairs * 3
      ? "text in UTF-16 without a byte order mark; save it as UTF-8"
      : "a binary file, neither XML nor JSON"
  }

  /// What a text is in which no line is a document, as a clause. The text is the whole of it; nil when it is
  /// longer than a document may be.
  static func description(ofText text: [UInt8]?) -> String {
    guard let text else { return "neither XML nor documents in JSON, one a line" }
    let first = text.first { !isBlank($0) && $0 != 0xEF && $0 != 0xBB && $0 != 0xBF }
    guard first == UInt8(ascii: "{") || first == UInt8(ascii: "[") else {
      return "neither XML nor documents in JSON, one a line"
    }
    do throws(JSONError) {
      let start = text.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
      switch try JSONDocument(reading: Array(text[start...])).root {
      case .array: return "a JSON array; one document a line is needed: jq -c '.[]'"
      case .object(let object) where object["invoice"] != nil:
        return "JSON over several lines; one document a line is needed: jq -c ."
      default: return "JSON, but not the data of invoice.ingest.v1: there is no \"invoice\" in it"
      }
    } catch {
      return "JSON that is not one document a line, or is broken: \(error)"
    }
  }
}
