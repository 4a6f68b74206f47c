import TestSupport
import Testing

@testable import Monetary

@Suite("The text of a decimal")
struct PlainDecimalTextTests {
  /// By the digits of the standard library, which are put before and after the point.
  private func plainly(_ coefficient: Int128, _ fractionDigits: Int) -> String {
    let sign = coefficient < 0 ? "-" : ""
    let digits = String(coefficient.magnitude)
    guard fractionDigits > 0 else { return sign + digits }
    let padded =
      String(repeating: "0", count: max(0, fractionDigits + 1 - digits.count)) + digits
    return sign + padded.dropLast(fractionDigits) + "." + padded.suffix(fractionDigits)
  }

  /// Where a digit is added, where 64 bits end, and the ends of 128.
  private var edges: [Int128] {
    var edges: [Int128] = [0, 5, 42, .max, .max - 1]
    for exponent in 0...38 {
      let power = PowersOfTen.value(exponent)
      edges += [power - 1, power, power + 1]
    }
    for width in [31, 32, 53, 63, 64, 65] {
      let power = Int128(1) << width
      edges += [power - 1, power, power + 1]
    }
    return edges + edges.map { -$0 } + [.min, .min + 1]
  }

  @Test("Every scale at every edge, and thousands between them")
  func everyScale() {
    var generator = SeededGenerator(seed: 13)
    let numbers = edges + (0..<2_000).map { _ in generator.integer(digits: 38) }
    for scale in 0...40 {
      for number in numbers {
        let text = PlainDecimalText.text(number, fractionDigits: scale)
        if text != plainly(number, scale) { Issue.record("\(number), \(scale): \(text)") }
      }
    }
  }

  @Test(
    "By hand",
    arguments: [
      (0, 0, "0"), (0, 2, "0.00"), (5, 2, "0.05"), (-5, 2, "-0.05"), (50, 2, "0.50"),
      (-100, 2, "-1.00"), (154_839, 2, "1548.39"), (1_250, 3, "1.250"), (7, 12, "0.000000000007"),
      (18_446_744_073_709_551_615, 2, "184467440737095516.15"),
      (18_446_744_073_709_551_616, 2, "184467440737095516.16"),
      (-18_446_744_073_709_551_615, 19, "-1.8446744073709551615"),
      (.max, 12, "170141183460469231731687303.715884105727"),
      (.min, 0, "-170141183460469231731687303715884105728"),
    ] as [(Int128, Int, String)])
  func byHand(coefficient: Int128, fractionDigits: Int, text: String) {
    #expect(PlainDecimalText.text(coefficient, fractionDigits: fractionDigits) == text)
  }
}
