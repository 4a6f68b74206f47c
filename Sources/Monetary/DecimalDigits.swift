/// Takes the digits of a decimal one by one, drops zeros at both ends and refuses what is too long.
///
/// Up to eighteen digits are gathered in a machine word, since almost every amount is that short.
struct DecimalDigits {
  private var word: UInt64 = 0
  private var wide: Int128 = 0
  private var integerDigits = 0
  private(set) var scale = 0
  /// Zeros of the fraction that count only when a digit other than zero follows.
  private var pendingZeros = 0

  /// False when the number has more than 18 digits before the point.
  mutating func append(integer digit: UInt8) -> Bool {
    guard digit != 0 || integerDigits > 0 else { return true }
    guard integerDigits < ExactDecimal.largestIntegerDigits else { return false }
    integerDigits += 1
    push(digit)
    return true
  }

  /// False when the number has more than 12 digits after the point.
  mutating func append(fraction digit: UInt8) -> Bool {
    guard digit != 0 else {
      pendingZeros += 1
      return true
    }
    let needed = pendingZeros + 1
    guard scale + needed <= ExactDecimal.largestScale else { return false }
    for _ in 0..<pendingZeros { push(0) }
    push(digit)
    scale += needed
    pendingZeros = 0
    return true
  }

  var coefficient: Int128 { isWide ? wide : Int128(word) }

  private var isWide = false

  private mutating func push(_ digit: UInt8) {
    if isWide {
      wide = wide * 10 + Int128(digit)
    } else if word < 100_000_000_000_000_000 {
      word = word * 10 + UInt64(truncatingIfNeeded: digit)
    } else {
      isWide = true
      wide = Int128(word) * 10 + Int128(digit)
    }
  }
}
