import CCrypto

/// A password as it is kept: scrypt (RFC 7914) over it and a salt, with what it cost to compute.
///
/// As text `scrypt$N$r$p$SALT$KEY`, salt and key in hexadecimal digits.
package struct PasswordHash: Hashable, Sendable, CustomStringConvertible {
  private struct Cost: Hashable {
    let n: UInt64
    let r: UInt64
    let p: UInt64

    /// 32 MiB and about a tenth of a second.
    static let standard = Cost(n: 1 << 15, r: 8, p: 1)
    /// What is computed for a hash that somebody has written: no more than 256 MiB.
    static let mostMemory: UInt64 = 256 << 20

    var isAllowed: Bool {
      (1...32).contains(r) && (1...4).contains(p) && (1 << 10...1 << 20).contains(n)
        && n & (n - 1) == 0 && 128 * n * r <= Self.mostMemory
    }
  }

  package static let saltLength = 16
  private static let keyLength = 32

  private let cost: Cost
  private let salt: [UInt8]
  private let key: [UInt8]

  /// Of a password of any length and random bytes, others for each password; nil where there is no memory for it.
  package init?(of password: String, salt: [UInt8]) {
    guard let key = Self.key(password, salt, .standard) else { return nil }
    cost = .standard
    self.salt = salt
    self.key = key
  }

  /// nil for what is no hash, or costs more than it may.
  package init?(_ text: String) {
    let parts = text.split(separator: "$", omittingEmptySubsequences: false)
    guard parts.count == 6, parts[0] == "scrypt", let n = UInt64(parts[1], radix: 10),
      let r = UInt64(parts[2], radix: 10), let p = UInt64(parts[3], radix: 10),
      let salt = Self.bytes(parts[4]), let key = Self.bytes(parts[5]),
      (8...64).contains(salt.count), key.count == Self.keyLength
    else { return nil }
    let cost = Cost(n: n, r: r, p: p)
    guard cost.isAllowed else { return nil }
    self.cost = cost
    self.salt = salt
    self.key = key
  }

  /// Takes as long as the hash was meant to cost, whatever is asked.
  package func matches(_ password: String) -> Bool {
    guard let other = Self.key(password, salt, cost), other.count == key.count else { return false }
    var difference: UInt8 = 0
    for (left, right) in zip(other, key) { difference |= left ^ right }
    return difference == 0
  }

  package var description: String {
    "scrypt$\(cost.n)$\(cost.r)$\(cost.p)$\(Self.text(salt))$\(Self.text(key))"
  }

  private static func key(_ password: String, _ salt: [UInt8], _ cost: Cost) -> [UInt8]? {
    var key = [UInt8](repeating: 0, count: keyLength)
    let bytes = password.utf8.map { CChar(bitPattern: $0) }
    let status = unsafe EVP_PBE_scrypt(
      bytes, bytes.count, salt, salt.count, cost.n, cost.r, cost.p,
      2 * Cost.mostMemory, &key, keyLength)
    return status == 1 ? key : nil
  }

  private static func text(_ bytes: [UInt8]) -> String {
    bytes.map { Hexadecimal.text(UInt64(truncatingIfNeeded: $0), digits: 2) }.joined()
  }

  private static func bytes(_ digits: Substring) -> [UInt8]? {
    let digits = Array(digits.utf8)
    guard digits.count.isMultiple(of: 2), digits.count <= 256 else { return nil }
    var bytes: [UInt8] = []
    for start in stride(from: 0, to: digits.count, by: 2) {
      let pair = String(decoding: digits[start..<start + 2], as: UTF8.self)
      guard pair.utf8.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }),
        let byte = UInt8(pair, radix: 16)
      else { return nil }
      bytes.append(byte)
    }
    return bytes
  }
}
