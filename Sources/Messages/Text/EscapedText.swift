/// An identifier or another name from outside, shown so that every character can be recognised: in error logs, in
/// headers. A text for people keeps its letters; what shows those escapes only what could do harm.
enum EscapedText {
  /// Printable ASCII as it is, anything else as `\u{…}`; cut after `limit` characters of the original.
  static func of(_ text: String, limit: Int = 64) -> String {
    let units = text.utf8
    if units.count <= limit,
      units.allSatisfy({ (0x20...0x7E).contains($0) && $0 != UInt8(ascii: "\\") })
    {
      return text
    }
    var result = ""
    for (count, scalar) in text.unicodeScalars.enumerated() {
      guard count < limit else { return result + "…" }
      if (0x20...0x7E).contains(scalar.value), scalar != "\\" {
        result.unicodeScalars.append(scalar)
      } else {
        result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
      }
    }
    return result
  }
}
