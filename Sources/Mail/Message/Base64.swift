/// RFC 4648 section 4.
enum Base64 {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  static func text(_ bytes: [UInt8]) -> String {
    var units: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let first = bytes[start]
      let second = group.count > 1 ? bytes[start + 1] : 0
      let third = group.count > 2 ? bytes[start + 2] : 0
      units.append(alphabet[Int(first >> 2)])
      units.append(alphabet[Int(first << 4 & 0x30 | second >> 4)])
      units.append(
        group.count > 1 ? alphabet[Int(second << 2 & 0x3C | third >> 6)] : UInt8(ascii: "="))
      units.append(group.count > 2 ? alphabet[Int(third & 0x3F)] : UInt8(ascii: "="))
    }
    return String(decoding: units, as: UTF8.self)
  }
}
