extension CivilDate {
  /// Reads exactly `YYYY-MM-DD` in ASCII; `nil` for any other form and for a day that does not
  /// exist. Whether the date lies within `earliest...latest` is the caller's question.
  package init?(iso8601 text: some StringProtocol) {
    let text = String(text)
    self.init(iso8601: text.utf8.span)
  }

  /// The same from UTF-8 bytes, without a string in between.
  package init?(iso8601 bytes: Span<UInt8>) {
    guard bytes.count == 10 else { return nil }
    self.init(iso8601: bytes, from: 0)
  }

  /// Reads the ten bytes from `start`; the caller has checked that they are there.
  init?(iso8601 bytes: Span<UInt8>, from start: Int) {
    guard bytes[start + 4] == UInt8(ascii: "-"), bytes[start + 7] == UInt8(ascii: "-"),
      let year = ASCIIDigits.number(bytes, start..<start + 4),
      let month = ASCIIDigits.number(bytes, start + 5..<start + 7),
      let day = ASCIIDigits.number(bytes, start + 8..<start + 10)
    else { return nil }
    self.init(year: year, month: month, day: day)
  }

  /// `YYYY-MM-DD`. A year before 0 or after 9999, which no message carries, is written with its
  /// sign and as many digits as it has.
  package var description: String {
    var text = ""
    withUTF8 { utf8 in
      text = utf8.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
    }
    return text
  }

  /// The UTF-8 of ``description``, without a string: each row and each event has many dates.
  package func withUTF8(_ body: (Span<UInt8>) -> Void) {
    let (year, month, day) = components
    guard (0...9_999).contains(year) else {
      let sign = year < 0 ? "-" : ""
      let text =
        sign + ASCIIDigits.text(abs(year), width: 4)
        + "-" + ASCIIDigits.text(month, width: 2)
        + "-" + ASCIIDigits.text(day, width: 2)
      return body(text.utf8.span)
    }
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 10) { bytes in
      Self.write(year, month, day, to: bytes)
      body(bytes.span)
    }
  }

  /// Writes the first ten bytes. The year has four digits at most.
  static func write(
    _ year: Int, _ month: Int, _ day: Int, to bytes: UnsafeMutableBufferPointer<UInt8>
  ) {
    ASCIIDigits.write(year, 0..<4, of: bytes)
    bytes.initializeElement(at: 4, to: UInt8(ascii: "-"))
    ASCIIDigits.write(month, 5..<7, of: bytes)
    bytes.initializeElement(at: 7, to: UInt8(ascii: "-"))
    ASCIIDigits.write(day, 8..<10, of: bytes)
  }
}
