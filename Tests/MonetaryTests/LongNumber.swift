/// A slow reference for exact arithmetic: a whole number as its decimal digits, calculated with the
/// way it is done on paper.
struct LongNumber: Equatable, CustomStringConvertible {
  /// The lowest digit first, without zeros at the high end; empty is zero.
  private(set) var digits: [Int]

  init(digits: [Int]) {
    self.digits = digits
    while self.digits.last == 0 { self.digits.removeLast() }
  }

  init(_ value: some BinaryInteger) {
    self.init(digits: String(value.magnitude).utf8.reversed().map { Int($0) - 48 })
  }

  static func powerOfTen(_ exponent: Int) -> LongNumber {
    LongNumber(digits: Array(repeating: 0, count: exponent) + [1])
  }

  var description: String {
    digits.isEmpty ? "0" : digits.reversed().map(String.init).joined()
  }

  static func + (left: LongNumber, right: LongNumber) -> LongNumber {
    var sum: [Int] = []
    var carry = 0
    for index in 0..<max(left.digits.count, right.digits.count) {
      carry += index < left.digits.count ? left.digits[index] : 0
      carry += index < right.digits.count ? right.digits[index] : 0
      sum.append(carry % 10)
      carry /= 10
    }
    return LongNumber(digits: sum + [carry])
  }

  /// `left` is not smaller.
  static func - (left: LongNumber, right: LongNumber) -> LongNumber {
    var difference: [Int] = []
    var borrow = 0
    for index in left.digits.indices {
      var digit = left.digits[index] - borrow
      digit -= index < right.digits.count ? right.digits[index] : 0
      borrow = digit < 0 ? 1 : 0
      difference.append(digit + borrow * 10)
    }
    return LongNumber(digits: difference)
  }

  static func * (left: LongNumber, right: LongNumber) -> LongNumber {
    var product = [Int](repeating: 0, count: left.digits.count + right.digits.count + 1)
    for (leftIndex, leftDigit) in left.digits.enumerated() {
      for (rightIndex, rightDigit) in right.digits.enumerated() {
        product[leftIndex + rightIndex] += leftDigit * rightDigit
      }
    }
    for index in product.indices.dropLast() {
      product[index + 1] += product[index] / 10
      product[index] %= 10
    }
    return LongNumber(digits: product)
  }

  static func < (left: LongNumber, right: LongNumber) -> Bool {
    guard left.digits.count == right.digits.count else {
      return left.digits.count < right.digits.count
    }
    return left.digits.reversed().lexicographicallyPrecedes(right.digits.reversed())
  }

  /// Long division, digit by digit, each digit by subtraction. `divisor` is not zero.
  func dividedRoundingDown(by divisor: LongNumber) -> LongNumber {
    var quotient: [Int] = []
    var rest = LongNumber(digits: [])
    for digit in digits.reversed() {
      rest = LongNumber(digits: [digit] + rest.digits)
      var count = 0
      while !(rest < divisor) {
        rest = rest - divisor
        count += 1
      }
      quotient.append(count)
    }
    return LongNumber(digits: quotient.reversed())
  }

  /// The quotient rounded half up (of magnitudes: half away from zero).
  func dividedRoundingHalfUp(by divisor: LongNumber) -> LongNumber {
    (self + self + divisor).dividedRoundingDown(by: divisor + divisor)
  }

  /// With a sign, as the numbers under test are written.
  func signed(_ isNegative: Bool) -> String {
    isNegative && !digits.isEmpty ? "-\(self)" : "\(self)"
  }
}
