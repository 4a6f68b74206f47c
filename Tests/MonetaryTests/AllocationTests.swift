import Foundation
import Monetary
import TestSupport
import Testing

@Suite("Allocation")
struct AllocationTests {
  private func usd(_ minorUnits: Int128) throws -> Money {
    try Money(minorUnits: minorUnits, currency: #require(Currency(code: "USD")))
  }

  @Test(
    "Units missing after rounding down go to the largest fractions, the earlier part first",
    arguments: [
      (100, [1, 1, 1], [34, 33, 33]), (-100, [1, 1, 1], [-33, -33, -34]),
      (100, [1, 2], [33, 67]), (1, [1, 1], [1, 0]), (-1, [1, 1], [0, -1]),
      (10, [3, -1], [15, -5]), (5, [3, -1], [8, -3]), (5, [-3, 1], [8, -3]),
      (7, [0, 0], [7, 0]), (7, [5, -5], [7, 0]), (0, [1, 2], [0, 0]), (9, [4], [9]),
      (100, [0, 1, 0], [0, 100, 0]),
    ] as [(Int128, [Int128], [Int128])])
  func table(total: Int128, weights: [Int128], expected: [Int128]) throws {
    let parts = try Allocation.split(usd(total), by: weights)
    #expect(parts.map(\.minorUnits) == expected)
  }

  @Test("Agrees with giving the missing units one by one to the largest fraction left")
  func reference() throws {
    var generator = SeededGenerator(seed: 13)
    for _ in 0..<3_000 {
      let total = Int.random(in: -1_000...1_000, using: &generator)
      let weights = (0..<Int.random(in: 1...9, using: &generator)).map { _ in
        Int.random(in: -50...150, using: &generator)
      }
      let sum = weights.reduce(0, +)
      var expected = [Int](repeating: 0, count: weights.count)
      if sum == 0 {
        expected[0] = total
      } else {
        var fractions: [Int: Int] = [:]
        for (index, weight) in weights.enumerated() {
          var floor = total * weight / sum
          while sum > 0 ? floor * sum > total * weight : floor * sum < total * weight { floor -= 1 }
          expected[index] = floor
          fractions[index] = abs(total * weight - floor * sum)
        }
        while expected.reduce(0, +) < total {
          let largest = fractions.values.max() ?? 0
          let index = fractions.filter { $0.value == largest }.keys.min() ?? 0
          expected[index] += 1
          fractions[index] = nil
        }
      }
      let parts = try Allocation.split(usd(Int128(total)), by: weights.map { Int128($0) })
      #expect(parts.map(\.minorUnits) == expected.map { Int128($0) }, "\(total) by \(weights)")
    }
  }

  @Test("Parts sum to the whole, whatever their signs and the currency's digits")
  func partsSumToTheWhole() throws {
    let cases =
      ProcessInfo.processInfo.environment["PROPERTY_CASES"].flatMap(Int.init) ?? 3_000
    var generator = SeededGenerator(seed: 15)
    for _ in 0..<cases {
      let code = ["JPY", "USD", "KWD", "CLF"][Int.random(in: 0..<4, using: &generator)]
      let total = try Money(
        minorUnits: Int128.random(in: -10_000_000_000...10_000_000_000, using: &generator),
        currency: #require(Currency(code: code)))
      let weights = (0..<Int.random(in: 1...12, using: &generator)).map { _ in
        Int128.random(in: -1_000...1_000_000, using: &generator)
      }
      let parts = try Allocation.split(total, by: weights)
      #expect(parts.count == weights.count)
      #expect(try Money.sum(parts, currency: total.currency) == total, "\(total) by \(weights)")
      let sum = weights.reduce(0, +)
      for (part, weight) in zip(parts, weights) where sum != 0 {
        // Within one minor unit of the exact share.
        let error = part.minorUnits * sum - total.minorUnits * weight
        #expect(abs(error) < abs(sum), "\(total) by \(weights)")
      }
    }
  }

  @Test("Twenty thousand of the largest amounts are split exactly")
  func largest() throws {
    var generator = SeededGenerator(seed: 14)
    let total = try usd(99_999_999_999_999_999_999)
    let weights = (0..<20_000).map { _ in
      Int128.random(in: 1...9_999_999_999_999_999_999_999, using: &generator)
    }
    let parts = try Allocation.split(total, by: weights)
    #expect(try Money.sum(parts, currency: total.currency) == total)
    // Each share lies within one minor unit of the exact one: |share × Σ − total × weight| < Σ.
    let sum = LongNumber(weights.reduce(0, +))
    for index in stride(from: 0, to: parts.count, by: 97) {
      let share = LongNumber(parts[index].minorUnits) * sum
      let exact = LongNumber(total.minorUnits) * LongNumber(weights[index])
      #expect((share < exact ? exact - share : share - exact) < sum)
    }
  }

  @Test("What cannot be split is refused")
  func refused() throws {
    #expect(throws: MonetaryError.noParts) { try Allocation.split(usd(1), by: []) }
    #expect(throws: MonetaryError.overflow) { try Allocation.split(usd(1), by: [.max, .max]) }
    // Weights that nearly cancel out ask for shares beyond any amount.
    let most: Int128 = 99_999_999_999_999_999_999
    #expect(throws: MonetaryError.overflow) {
      try Allocation.split(usd(most), by: [most, 1 - most])
    }
  }
}
