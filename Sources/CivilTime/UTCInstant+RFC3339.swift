extension UTCInstant {
  /// Reads RFC 3339 in UTC: `2026-11-20T09:00:00Z`, with one to nine digits of a second's fraction
  /// when there is one (those past the microsecond are cut off). `nil` for any other offset, a
  /// leap second, a year outside 0000…9999 and anything malformed.
  package init?(rfc3339 text: some StringProtocol) {
    let text = String(text)
    self.init(rfc3339: text.utf8.span)
  }

  /// The same from UTF-8 bytes.
  package init?(rfc3339 bytes: Span<UInt8>) {
    guard bytes.count >= 20, bytes.count <= 30,
      bytes[10] | 0x20 == UInt8(ascii: "t"), bytes[bytes.count - 1] | 0x20 == UInt8(ascii: "z"),
      bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
      let date = CivilDate(iso8601: bytes, from: 0),
      let hour = ASCIIDigits.number(bytes, 11..<13), hour < 24,
      let minute = ASCIIDigits.number(bytes, 14..<16), minute < 60,
      let second = ASCIIDigits.number(bytes, 17..<19), second < 60,
      let fraction = Self.microseconds(bytes, 19..<bytes.count - 1)
    else { return nil }
    // Four-digit years keep this far inside 64 bits.
    let seconds = ((Int64(date.daysSince1970) * 24 + Int64(hour)) * 60 + Int64(minute)) * 60
    self.init(
      microsecondsSince1970: (seconds + Int64(second)) * Self.microsecondsPerSecond + fraction)
  }

  /// The fraction `.d…` in microseconds; nothing at all is 0, a point without digits is malformed.
  private static func microseconds(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int64? {
    guard let point = range.first else { return 0 }
    let digits = point + 1..<range.upperBound
    guard bytes[point] == UInt8(ascii: "."), !digits.isEmpty,
      let value = ASCIIDigits.number(bytes, digits)
    else { return nil }
    var nanoseconds = Int64(value)
    for _ in digits.count..<9 { nanoseconds *= 10 }
    return nanoseconds / 1_000
  }

  /// RFC 3339 with all six digits of the microseconds: `2026-11-20T09:00:00.123456Z`.
  package var description: String {
    var text = ""
    withUTF8 { utf8 in
      text = utf8.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
    }
    return text
  }

  /// The UTF-8 of ``description``, without a string.
  package func withUTF8(_ body: (Span<UInt8>) -> Void) {
    // The start of the first day of all lies before the range, so nothing is subtracted from it.
    let remainder = Int(microsecondsSince1970 % Self.microsecondsPerDay)
    let rest = remainder < 0 ? remainder + Int(Self.microsecondsPerDay) : remainder
    let (seconds, fraction) = rest.quotientAndRemainder(
      dividingBy: Int(Self.microsecondsPerSecond))
    let (year, month, day) = date.components
    guard (0...9_999).contains(year) else {
      let text =
        "\(date)T\(two(seconds / 3_600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
        + "." + ASCIIDigits.text(fraction, width: 6) + "Z"
      return body(text.utf8.span)
    }
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 27) { bytes in
      CivilDate.write(year, month, day, to: bytes)
      bytes.initializeElement(at: 10, to: UInt8(ascii: "T"))
      ASCIIDigits.write(seconds / 3_600, 11..<13, of: bytes)
      bytes.initializeElement(at: 13, to: UInt8(ascii: ":"))
      ASCIIDigits.write(seconds / 60 % 60, 14..<16, of: bytes)
      bytes.initializeElement(at: 16, to: UInt8(ascii: ":"))
      ASCIIDigits.write(seconds % 60, 17..<19, of: bytes)
      bytes.initializeElement(at: 19, to: UInt8(ascii: "."))
      ASCIIDigits.write(fraction, 20..<26, of: bytes)
      bytes.initializeElement(at: 26, to: UInt8(ascii: "Z"))
      body(bytes.span)
    }
  }

  private func two(_ number: Int) -> String {
    ASCIIDigits.text(number, width: 2)
  }
}
