/// 10^n for the scales of decimals and currencies.
enum PowersOfTen {
  /// 10^38 is the largest that fits `Int128`.
  static let largestExponent = 38

  private static let table: [Int128] = {
    var powers: [Int128] = [1]
    for index in 1...largestExponent { powers.append(powers[index - 1] * 10) }
    return powers
  }()

  /// 10^`exponent`; the exponent is 0…38.
  static func value(_ exponent: Int) -> Int128 { table[exponent] }
}
