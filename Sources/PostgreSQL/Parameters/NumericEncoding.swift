/// Writes plain decimals in the server's binary `numeric` form: how many digits of base 10,000, the
/// power of the first, the sign, how many decimals are shown, then the digits.
///
/// Straight from text to bytes, without an array of digits in between: a batch holds thousands.
struct NumericEncoding {
  /// Where the digits begin.
  private let start: Int
  private var weight: Int
  private var isNegative = false

  /// Appends a decimal.
  ///
  /// - Parameters:
  ///   - text: an optional sign, digits, and digits after a point; no exponent.
  ///   - bytes: what the decimal is appended to.
  /// - Returns: false, with nothing appended, for anything else, and beyond the 131,072 digits before
  ///   and 16,383 after the point that the server allows.
  static func append(_ text: String, to bytes: inout [UInt8]) -> Bool {
    let text = text.utf8.span
    var position = 0
    let hasSign =
      text.count > 0 && (text[0] == UInt8(ascii: "-") || text[0] == UInt8(ascii: "+"))
    if hasSign { position = 1 }
    let whole = position..<endOfDigits(text, from: position)
    var fraction = whole.upperBound..<whole.upperBound
    if fraction.lowerBound < text.count, text[fraction.lowerBound] == UInt8(ascii: ".") {
      fraction = (fraction.lowerBound + 1)..<endOfDigits(text, from: fraction.lowerBound + 1)
    }
    guard fraction.upperBound == text.count, !whole.isEmpty || !fraction.isEmpty,
      whole.count <= 131_072, fraction.count <= 16_383
    else { return false }

    var number = NumericEncoding(
      at: bytes.count + 8, groups: (whole.count + 3) / 4,
      isNegative: hasSign && text[0] == UInt8(ascii: "-"))
    for _ in 0..<8 { bytes.append(0) }
    number.write(text, whole, fraction, to: &bytes)
    number.finish(scale: fraction.count, &bytes)
    return true
  }

  private init(at start: Int, groups: Int, isNegative: Bool) {
    self.start = start
    self.isNegative = isNegative
    weight = groups - 1
  }

  /// Groups of four from the point outwards.
  private mutating func write(
    _ text: Span<UInt8>, _ whole: Range<Int>, _ fraction: Range<Int>, to bytes: inout [UInt8]
  ) {
    var group: UInt16 = 0
    var missing = whole.count % 4 == 0 ? 4 : whole.count % 4
    for index in whole {
      group = group * 10 + UInt16(clamping: text[index] - UInt8(ascii: "0"))
      missing -= 1
      if missing == 0 {
        push(&group, to: &bytes)
        missing = 4
      }
    }
    missing = 4
    for index in fraction {
      group = group * 10 + UInt16(clamping: text[index] - UInt8(ascii: "0"))
      missing -= 1
      if missing == 0 {
        push(&group, to: &bytes)
        missing = 4
      }
    }
    guard missing < 4 else { return }
    for _ in 0..<missing { group *= 10 }
    push(&group, to: &bytes)
  }

  /// Zeros at the front are not sent, only counted.
  private mutating func push(_ group: inout UInt16, to bytes: inout [UInt8]) {
    if group == 0, bytes.count == start {
      weight -= 1
    } else {
      bytes.append(bigEndian: group)
    }
    group = 0
  }

  /// Takes the zeros at the end off and fills the head in.
  private func finish(scale: Int, _ bytes: inout [UInt8]) {
    while bytes.count > start, bytes[bytes.count - 1] == 0, bytes[bytes.count - 2] == 0 {
      bytes.removeLast(2)
    }
    let isZero = bytes.count == start
    store((bytes.count - start) / 2, at: start - 8, &bytes)
    store(isZero ? 0 : weight, at: start - 6, &bytes)
    store(isNegative && !isZero ? 0x4000 : 0, at: start - 4, &bytes)
    store(scale, at: start - 2, &bytes)
  }

  private func store(_ value: Int, at index: Int, _ bytes: inout [UInt8]) {
    bytes[index] = UInt8(truncatingIfNeeded: value >> 8)
    bytes[index + 1] = UInt8(truncatingIfNeeded: value)
  }

  private static func endOfDigits(_ text: Span<UInt8>, from start: Int) -> Int {
    var index = start
    while index < text.count, text[index] >= UInt8(ascii: "0"), text[index] <= UInt8(ascii: "9") {
      index += 1
    }
    return index
  }
}
