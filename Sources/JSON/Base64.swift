/// Bytes as text (RFC 4648 section 4): as JSON carries them, and headers of mail.
package enum Base64 {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// The six bits of each unit; ``foreign`` for what is not of the alphabet.
  private static let values: [UInt8] = {
    var values = [UInt8](repeating: foreign, count: 256)
    for (value, unit) in alphabet.enumerated() {
      values[Int(unit)] = UInt8(truncatingIfNeeded: value)
    }
    return values
  }()
  private static let foreign = UInt8.max
  private static let padding = UInt8(ascii: "=")

  package static func text(_ bytes: [UInt8]) -> String {
    var units: [UInt8] = []
    units.reserveCapacity(length(of: bytes.count))
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let count = min(3, bytes.count - start)
      let first = bytes[start]
      let second = count > 1 ? bytes[start + 1] : 0
      let third = count > 2 ? bytes[start + 2] : 0
      units.append(alphabet[Int(first >> 2)])
      units.append(alphabet[Int(first << 4 & 0x30 | second >> 4)])
      units.append(count > 1 ? alphabet[Int(second << 2 & 0x3C | third >> 6)] : padding)
      units.append(count > 2 ? alphabet[Int(third & 0x3F)] : padding)
    }
    return String(decoding: units, as: UTF8.self)
  }

  /// How long the text of so many bytes is.
  package static func length(of count: Int) -> Int { (count + 2) / 3 * 4 }

  /// Whether a text has characters of the encoding only, and no more padding than a group can have.
  package static func isAlphabetic(_ text: String) -> Bool {
    let units = text.utf8
    let content = units.prefix { $0 != padding }
    let rest = units[content.endIndex...]
    return content.allSatisfy { values[Int($0)] != foreign } && rest.count <= 2
      && rest.allSatisfy { $0 == padding }
  }

  /// The bytes that a text stands for; nil unless it is whole groups of four characters, the last of them padded.
  package static func bytes(_ text: String) -> [UInt8]? {
    guard text.utf8.count.isMultiple(of: 4), isAlphabetic(text) else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count / 4 * 3)
    var bits: UInt32 = 0
    var count = 0
    for unit in text.utf8 where unit != padding {
      bits = bits << 6 | UInt32(truncatingIfNeeded: values[Int(unit)])
      count += 6
      guard count >= 8 else { continue }
      count -= 8
      bytes.append(UInt8(truncatingIfNeeded: bits >> count))
    }
    return bytes
  }
}
