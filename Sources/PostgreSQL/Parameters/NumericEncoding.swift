/// A plain decimal in the server's binary `numeric` form: digits of base 10,000, the power of the
/// first, the sign, and how many decimals are shown.
struct NumericEncoding: Equatable {
  private(set) var digits: [Int16] = []
  private(set) var weight: Int16 = 0
  private(set) var isNegative = false
  private(set) var scale: Int16 = 0

  /// - Parameter text: an optional sign, digits, and digits after a point; no exponent. Nil for
  ///   anything else, and beyond the 131,072 digits before and 16,383 after the point that the
  ///   server allows.
  init?(_ text: String) {
    var whole: ArraySlice<UInt8> = ArraySlice(text.utf8)
    if let sign = whole.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      isNegative = sign == UInt8(ascii: "-")
      whole.removeFirst()
    }
    var fraction: ArraySlice<UInt8> = []
    if let point = whole.firstIndex(of: UInt8(ascii: ".")) {
      fraction = whole[(point + 1)...]
      whole = whole[..<point]
    }
    guard !whole.isEmpty || !fraction.isEmpty, whole.allSatisfy(Self.isDigit),
      fraction.allSatisfy(Self.isDigit), whole.count <= 131_072, fraction.count <= 16_383
    else { return nil }
    scale = Int16(fraction.count)
    group(whole, fraction)
  }

  func write(to bytes: inout [UInt8]) {
    bytes.append(bigEndian: Int16(clamping: digits.count))
    bytes.append(bigEndian: weight)
    bytes.append(bigEndian: Int16(isNegative ? 0x4000 : 0))
    bytes.append(bigEndian: scale)
    for digit in digits { bytes.append(bigEndian: digit) }
  }

  /// Groups of four from the point outwards; zeros at either end are not sent.
  private mutating func group(_ whole: ArraySlice<UInt8>, _ fraction: ArraySlice<UInt8>) {
    let wholeGroups = (whole.count + 3) / 4
    weight = Int16(clamping: wholeGroups - 1)
    var digit: Int16 = 0
    var missing = wholeGroups * 4 - whole.count
    for byte in whole {
      digit = digit * 10 + Int16(byte - UInt8(ascii: "0"))
      missing += 1
      if missing % 4 == 0 { push(&digit) }
    }
    missing = 0
    for byte in fraction {
      digit = digit * 10 + Int16(byte - UInt8(ascii: "0"))
      missing += 1
      if missing % 4 == 0 { push(&digit) }
    }
    if missing % 4 != 0 {
      for _ in (missing % 4)..<4 { digit *= 10 }
      push(&digit)
    }
    while digits.last == 0 { digits.removeLast() }
    if digits.isEmpty {
      weight = 0
      isNegative = false
    }
  }

  private mutating func push(_ digit: inout Int16) {
    defer { digit = 0 }
    guard digits.isEmpty, digit == 0 else { return digits.append(digit) }
    weight -= 1
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
