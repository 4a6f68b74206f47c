/// A signed 256-bit integer with the few operations that exact products need.
///
/// An amount of 10^22 minor units times a weight of the same size, or the product of two decimals
/// of thirty digits, does not fit 128 bits; rounding a product that was cut would be wrong.
struct Int256: Hashable, Comparable, Sendable {
  /// Two's complement: the sign is in the high half.
  private(set) var high: Int128
  private(set) var low: UInt128

  static let zero = Int256(high: 0, low: 0)

  init(high: Int128, low: UInt128) {
    self.high = high
    self.low = low
  }

  init(_ value: Int128) {
    self.init(high: value < 0 ? -1 : 0, low: UInt128(truncatingIfNeeded: value))
  }

  /// The full product; it always fits.
  init(product left: Int128, _ right: Int128) {
    let (high, low) = left.multipliedFullWidth(by: right)
    self.init(high: high, low: low)
  }

  var isNegative: Bool { high < 0 }

  static func < (left: Int256, right: Int256) -> Bool {
    left.high != right.high ? left.high < right.high : left.low < right.low
  }

  func adding(_ other: Int256) throws(MonetaryError) -> Int256 {
    let (low, carry) = low.addingReportingOverflow(other.low)
    let (sum, overflow) = high.addingReportingOverflow(other.high)
    // A carry can correct a sum of two negative high halves, or spill a full one.
    let (withCarry, carryOverflow) = sum.addingReportingOverflow(carry ? 1 : 0)
    guard overflow == carryOverflow else { throw .overflow }
    return Int256(high: withCarry, low: low)
  }

  /// The product with a factor ≥ 0.
  func multiplied(by factor: Int128) throws(MonetaryError) -> Int256 {
    let magnitude = magnitude
    let (carry, low) = magnitude.low.multipliedFullWidth(by: factor.magnitude)
    let (high, overflow) = magnitude.high.multipliedReportingOverflow(by: factor.magnitude)
    let (sum, spilled) = high.addingReportingOverflow(carry)
    guard !overflow, !spilled, let top = Int128(exactly: sum) else { throw .overflow }
    let product = Int256(high: top, low: low)
    return isNegative ? product.negated : product
  }

  /// Minus the value. Meant for magnitudes below 2^255, which all products and sums here are.
  var negated: Int256 {
    let (low, carry) = (~low).addingReportingOverflow(1)
    return Int256(high: ~high &+ (carry ? 1 : 0), low: low)
  }

  private var magnitude: (high: UInt128, low: UInt128) {
    let value = isNegative ? negated : self
    return (UInt128(truncatingIfNeeded: value.high), value.low)
  }

  /// The quotient rounded towards −∞ and its remainder in `0 ..< divisor`; `divisor` is positive.
  func flooredQuotient(by divisor: Int128) -> (quotient: Int256, remainder: Int128) {
    let divisor = divisor.magnitude
    let magnitude = magnitude
    let (top, carried) = magnitude.high.quotientAndRemainder(dividingBy: divisor)
    let (bottom, rest) = divisor.dividingFullWidth((carried, magnitude.low))
    let quotient = Int256(high: Int128(truncatingIfNeeded: top), low: bottom)
    // Remainders are smaller than the divisor, which came from a positive Int128.
    let remainder = Int128(truncatingIfNeeded: rest)
    guard isNegative else { return (quotient, remainder) }
    guard remainder != 0 else { return (quotient.negated, 0) }
    let below = Int256(high: ~quotient.high, low: ~quotient.low)  // −quotient − 1
    return (below, Int128(truncatingIfNeeded: divisor) - remainder)
  }

  /// The quotient by `first × second`, both positive, rounded half away from zero.
  ///
  /// Two divisors, because their product may not fit 128 bits: |n| ÷ (a·b) rounded is
  /// ⌊(2|n| + a·b) ÷ (2a·b)⌋, and floors of nested quotients by whole numbers are the floor of the
  /// whole.
  func roundedQuotient(by first: Int128, _ second: Int128 = 1) throws(MonetaryError) -> Int256 {
    let absolute = isNegative ? negated : self
    let doubled = try absolute.adding(absolute)
    let nudged = try doubled.adding(Int256(product: first, second))
    let halved = nudged.flooredQuotient(by: 2).quotient
    let result = halved.flooredQuotient(by: first).quotient.flooredQuotient(by: second).quotient
    return isNegative ? result.negated : result
  }

  /// The value in 128 bits.
  func narrowed() throws(MonetaryError) -> Int128 {
    let value = Int128(truncatingIfNeeded: low)
    guard high == (value < 0 ? -1 : 0) else { throw .overflow }
    return value
  }
}
