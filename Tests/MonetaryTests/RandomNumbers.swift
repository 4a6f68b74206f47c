import Monetary
import TestSupport
import Testing

extension SeededGenerator {
  /// A number with any count of digits up to `digits`, so that small and large ones both occur.
  mutating func integer(digits: Int) -> Int128 {
    var value: Int128 = 0
    for _ in 0..<Int.random(in: 0...digits, using: &self) {
      value = value * 10 + Int128.random(in: 0...9, using: &self)
    }
    return Bool.random(using: &self) ? value : -value
  }

  /// A decimal with up to 18 digits before and 12 after the point.
  mutating func decimal() throws -> ExactDecimal {
    let coefficient = integer(digits: 30)
    return try #require(
      ExactDecimal(coefficient: coefficient, scale: ExactDecimal.largestScale))
  }
}
