/// A currency of the ISO 4217 list that has a minor unit.
package struct Currency: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The three letters, the first in the highest byte in use, so that order is alphabetical.
  let packedCode: UInt32
  private let digits: UInt8

  /// The alphabetic code in capitals; `nil` for anything that is not a listed code with a minor
  /// unit (the precious metals and `XXX` have none, so no amount can be exact in them).
  package init?(code: some StringProtocol) {
    let text = String(code)
    self.init(code: text.utf8.span)
  }

  /// The same from UTF-8 bytes.
  package init?(code bytes: Span<UInt8>) {
    guard bytes.count == 3 else { return nil }
    let packed = Self.pack(bytes[0], bytes[1], bytes[2])
    guard let digits = CurrencyTable.minorUnitDigits(of: packed) else { return nil }
    packedCode = packed
    self.digits = digits
  }

  /// How many decimal digits an amount has: JPY 0, USD 2, KWD 3, CLF 4.
  package var minorUnitDigits: Int { Int(digits) }

  /// The alphabetic code.
  package var code: String {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 3) { bytes in
      bytes.initializeElement(at: 0, to: UInt8(truncatingIfNeeded: packedCode >> 16))
      bytes.initializeElement(at: 1, to: UInt8(truncatingIfNeeded: packedCode >> 8))
      bytes.initializeElement(at: 2, to: UInt8(truncatingIfNeeded: packedCode))
      return String(decoding: bytes, as: UTF8.self)
    }
  }

  package var description: String { code }

  package static func < (left: Currency, right: Currency) -> Bool {
    left.packedCode < right.packedCode
  }

  static func pack(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> UInt32 {
    UInt32(truncatingIfNeeded: first) << 16 | UInt32(truncatingIfNeeded: second) << 8
      | UInt32(truncatingIfNeeded: third)
  }
}
