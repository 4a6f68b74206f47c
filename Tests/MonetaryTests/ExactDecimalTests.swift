import Monetary
import TestSupport
import Testing

@Suite("Exact decimals")
struct ExactDecimalTests {
  @Test(
    "The wire's grammar",
    arguments: [
      ("0", "0"), ("-0", "0"), ("+0.00", "0"), ("1548.39", "1548.39"), ("-5", "-5"),
      ("+5.", "5"), (".5", "0.5"), ("-.50", "-0.5"), ("007.100", "7.1"), ("1000", "1000"),
      ("999999999999999999", "999999999999999999"),
      ("000999999999999999999.000000000000000", "999999999999999999"),
      ("999999999999999999.999999999999", "999999999999999999.999999999999"),
      ("-123456789012345678.123456789012", "-123456789012345678.123456789012"),
      ("0.000000000001", "0.000000000001"), ("0.0000000000010000", "0.000000000001"),
      ("100000000000000000", "100000000000000000"), ("1.10000000000000000000", "1.1"),
    ])
  func accepted(wire: String, plain: String) throws {
    let decimal = try #require(ExactDecimal(wire: wire))
    #expect(decimal.description == plain)
    #expect(ExactDecimal(wire: plain) == decimal)
  }

  @Test(
    "Anything else is refused, never rounded",
    arguments: [
      "", "+", "-", ".", "-.", "1e5", "1E5", "1,5", "1.2.3", "--1", "+-1", " 1", "1 ", "0x1",
      "1000000000000000000", "0.0000000000001", "1.1234567890123", "NaN", "Infinity", "١",
      "1.-5", "1_000",
    ])
  func refused(wire: String) {
    #expect(ExactDecimal(wire: wire) == nil)
  }

  @Test("Equal numbers are equal values, whatever way they are made")
  func normalised() throws {
    #expect(ExactDecimal(coefficient: 1_500, scale: 3) == ExactDecimal(wire: "1.5"))
    #expect(ExactDecimal(coefficient: 0, scale: 7) == 0)
    #expect(try #require(ExactDecimal(coefficient: 0, scale: 7)).scale == 0)
    #expect(ExactDecimal(coefficient: 10, scale: 13) == ExactDecimal(wire: "0.000000000001"))
    #expect(ExactDecimal(coefficient: 1, scale: 13) == nil)
    #expect(ExactDecimal(coefficient: 1, scale: -1) == nil)
  }

  @Test("Text, order, sum and product agree with arithmetic on paper")
  func reference() throws {
    var generator = SeededGenerator(seed: 10)
    for _ in 0..<3_000 {
      let left = try generator.decimal()
      let right = try generator.decimal()
      #expect(ExactDecimal(wire: left.description) == left)
      // Both numbers in units of 10^−12 (and of 10^−24 for the product).
      let (first, second) = (units(left), units(right))
      #expect((left < right) == isLess(first, left.isNegative, second, right.isNegative))
      let sum = try left.adding(right)
      let difference = try left.subtracting(right)
      if left.isNegative == right.isNegative {
        #expect(units(sum) == first + second)
        #expect(units(difference) == (first < second ? second - first : first - second))
      } else {
        #expect(units(sum) == (first < second ? second - first : first - second))
        #expect(units(difference) == first + second)
      }
      #expect(try difference.adding(right) == left)
      do throws(MonetaryError) {
        let product = try left.multiplied(by: right)
        #expect(units(product) * .powerOfTen(12) == first * second)
        #expect(product.isNegative == (left.isNegative != right.isNegative) || product.isZero)
      } catch {
        // Refused only when it needs more digits than there are.
        #expect(error == .overflow)
        #expect(left.scale + right.scale > 12 || !(first * second < .powerOfTen(38)))
      }
    }
  }

  @Test("A product is exact or refused")
  func products() throws {
    let quarter = try #require(ExactDecimal(wire: "0.25"))
    #expect(try quarter.multiplied(by: 4) == 1)
    let tiny = try #require(ExactDecimal(wire: "0.0000001"))
    #expect(throws: MonetaryError.overflow) { try tiny.multiplied(by: tiny) }
    let huge = try #require(ExactDecimal(coefficient: .max, scale: 0))
    #expect(throws: MonetaryError.overflow) { try huge.adding(1) }
    #expect(throws: MonetaryError.overflow) { try huge.multiplied(by: 2) }
    #expect(huge > quarter)
    #expect(huge.negated < quarter)
  }

  private func units(_ decimal: ExactDecimal) -> LongNumber {
    LongNumber(decimal.coefficient) * .powerOfTen(12 - Int(decimal.scale))
  }

  private func isLess(
    _ left: LongNumber, _ leftNegative: Bool, _ right: LongNumber, _ rightNegative: Bool
  ) -> Bool {
    switch (leftNegative, rightNegative) {
    case (false, false): left < right
    case (true, true): right < left
    case (true, false): true
    case (false, true): false
    }
  }
}
