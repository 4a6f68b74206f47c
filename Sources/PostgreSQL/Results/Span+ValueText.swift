/// Reads the server's text forms. Nil for what is not of the form or does not fit.
extension Span<UInt8> {
  var int64: Int64? {
    guard count > 0 else { return nil }
    let isNegative = self[0] == UInt8(ascii: "-")
    var index = isNegative ? 1 : 0
    guard index < count else { return nil }
    var value: Int64 = 0
    while index < count {
      guard let digit = digit(index) else { return nil }
      // Counted downwards: the least number has no positive counterpart.
      let (product, tooFar) = value.multipliedReportingOverflow(by: 10)
      let (difference, beyond) = product.subtractingReportingOverflow(digit)
      guard !tooFar, !beyond else { return nil }
      value = difference
      index += 1
    }
    if isNegative { return value }
    return value == .min ? nil : -value
  }

  /// `\x` and two digits for each byte.
  var bytea: [UInt8]? {
    guard count >= 2, count % 2 == 0, self[0] == UInt8(ascii: "\\"),
      self[1] == UInt8(ascii: "x")
    else { return nil }
    var result: [UInt8] = []
    result.reserveCapacity(count / 2 - 1)
    var index = 2
    while index < count {
      guard let high = hexDigit(index), let low = hexDigit(index + 1) else { return nil }
      result.append(high << 4 | low)
      index += 2
    }
    return result
  }

  /// Days since 1970-01-01 of `YYYY-MM-DD`, years 0001 to 9999.
  var date: Int32? {
    count == 10 ? days : nil
  }

  /// Microseconds since 1970 of `YYYY-MM-DD hh:mm:ss[.ffffff]+00`.
  var timestamp: Int64? {
    guard count >= 22, let days, self[10] == UInt8(ascii: " "),
      self[13] == UInt8(ascii: ":"), self[16] == UInt8(ascii: ":"),
      let hours = number(11, 2), let minutes = number(14, 2), let seconds = number(17, 2),
      self[count - 3] == UInt8(ascii: "+"), number(count - 2, 2) == 0,
      let fraction = fraction(from: 19, to: count - 3)
    else { return nil }
    let time = (hours * 60 + minutes) * 60 + seconds
    return (Int64(days) * 86_400 + time) * 1_000_000 + fraction
  }

  private func fraction(from start: Int, to end: Int) -> Int64? {
    guard start < end else { return 0 }
    let digits = end - start - 1
    guard self[start] == UInt8(ascii: "."), (1...6).contains(digits),
      var value = number(start + 1, digits)
    else { return nil }
    for _ in digits..<6 { value *= 10 }
    return value
  }

  /// Of the first ten bytes. Years begin in March here, so that a leap day is a year's last.
  private var days: Int32? {
    guard count >= 10, self[4] == UInt8(ascii: "-"), self[7] == UInt8(ascii: "-"),
      let year = number(0, 4), let month = number(5, 2), let day = number(8, 2),
      (1...12).contains(month), (1...31).contains(day)
    else { return nil }
    let shifted = month <= 2 ? year - 1 : year
    let century = shifted / 100
    let monthFromMarch = (month + 9) % 12
    let days =
      shifted * 365 + shifted / 4 - century + century / 4 + (153 * monthFromMarch + 2) / 5 + day - 1
    return Int32(truncatingIfNeeded: days - 719_468)
  }

  private func number(_ start: Int, _ length: Int) -> Int64? {
    var value: Int64 = 0
    for index in start..<(start + length) {
      guard let digit = digit(index) else { return nil }
      value = value * 10 + digit
    }
    return value
  }

  private func digit(_ index: Int) -> Int64? {
    let byte = self[index]
    guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
    return Int64(byte - UInt8(ascii: "0"))
  }

  private func hexDigit(_ index: Int) -> UInt8? {
    switch self[index] {
    case let byte where byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9"):
      byte - UInt8(ascii: "0")
    case let byte where byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "f"):
      byte - UInt8(ascii: "a") + 10
    default: nil
    }
  }
}
