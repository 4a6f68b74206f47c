import Billing
import CivilTime
import JSON

/// The shapes of short texts.
package enum TextFormat: Hashable, Sendable, CaseIterable {
  /// Of ISO 3166-1.
  case countryCode
  /// Of UNCL5305.
  case taxCategoryCode
  case emailAddress
  /// Hours and minutes, 00:00 to 23:59.
  case timeOfDay
  /// The end of a card's or an account's number.
  case lastFourDigits
  /// Year and month, YYYY-MM.
  case month
  /// The bytes of a PNG in Base64.
  case image

  /// The lengths it may have. An e-mail address: 254 is the longest path of RFC 5321 without its brackets, and counts
  /// bytes of UTF-8.
  package var length: ClosedRange<Int> {
    switch self {
    case .countryCode: 2...2
    case .taxCategoryCode: 1...3
    case .emailAddress: 3...254
    case .timeOfDay: 5...5
    case .lastFourDigits: 4...4
    case .month: 7...7
    // A group of four characters at least.
    case .image: 4...Base64.length(of: PNGImage.mostBytes)
    }
  }

  /// The regular expression (ECMA-262) that describes it.
  package var pattern: String {
    switch self {
    case .countryCode: "^[A-Z]{2}$"
    case .taxCategoryCode: "^[A-Z]{1,3}$"
    case .emailAddress:
      #"^[^@\s<>()\[\]\\,;:"\u0000-\u001F\u007F-\u009F\uFEFF]+@[^@\s<>()\[\]\\,;:"\u0000-\u001F\u007F-\u009F\uFEFF]+$"#
    case .lastFourDigits: "^[0-9]{4}$"
    case .image: "^[A-Za-z0-9+/]+={0,2}$"
    case .month: "^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])$"
    case .timeOfDay: "^([01][0-9]|2[0-3]):[0-5][0-9]$"
    }
  }

  /// What a text must be, for a sentence from the verb on.
  var rule: String {
    switch self {
    case .countryCode: "must be a country code of ISO 3166-1, two capitals"
    case .taxCategoryCode: "must be a tax category code of UNCL5305, one to three capitals"
    case .emailAddress:
      "must be an e-mail address of at most 254 characters, without spaces, quotes, brackets, commas, colons, semicolons and backslashes"
    case .lastFourDigits: "must be four digits"
    case .month: "must be a month, written YYYY-MM"
    case .image:
      "must be Base64: letters, digits, + and /, with = to fill up its end; no line breaks, and no data: before it"
    case .timeOfDay: "must be a time of day, written HH:MM, from 00:00 to 23:59"
    }
  }

  func matches(_ text: String) -> Bool {
    let units = text.utf8
    guard length.contains(units.count) else { return false }
    return switch self {
    case .countryCode, .taxCategoryCode: units.allSatisfy(Self.isCapital)
    case .emailAddress: Self.isEmailAddress(text)
    case .timeOfDay: Self.minuteOfDay(text) != nil
    case .lastFourDigits: units.allSatisfy(Self.isDigit)
    case .month: Self.isMonth(text)
    case .image: Base64.isAlphabetic(text)
    }
  }

  /// Loose on purpose: what a mail server accepts is its business. But what means something in the header of a message could not be
  /// sent, so that it is refused where it is given and not when the customer waits for the invoice.
  private static func isEmailAddress(_ text: String) -> Bool {
    let units = text.utf8
    guard let at = units.firstIndex(of: UInt8(ascii: "@")), at != units.startIndex else {
      return false
    }
    let domain = units[units.index(after: at)...]
    return !domain.isEmpty && !domain.contains(UInt8(ascii: "@"))
      && text.unicodeScalars.allSatisfy { isVisible($0) && !hasMeaning($0) }
  }

  /// Whether a character means something in a header of addresses, or is invisible.
  private static func hasMeaning(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "<", ">", "(", ")", "[", "]", "\\", ",", ";", ":", "\"", "\u{FEFF}": true
    default: false
    }
  }

  /// Minutes since midnight of a time written HH:MM; nil for what is none.
  static func minuteOfDay(_ text: String) -> Int? {
    let units = text.utf8.span
    guard units.count == 5, units[2] == UInt8(ascii: ":"),
      let hour = ASCIIDigits.number(units, 0..<2), hour < 24,
      let minute = ASCIIDigits.number(units, 3..<5), minute < 60
    else { return nil }
    return hour * 60 + minute
  }

  private static func isDigit(_ unit: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(unit)
  }

  private static func isMonth(_ text: String) -> Bool {
    let units = text.utf8.span
    guard units.count == 7, units[4] == UInt8(ascii: "-"),
      let year = ASCIIDigits.number(units, 0..<4), (1_900..<2_200).contains(year),
      let month = ASCIIDigits.number(units, 5..<7)
    else { return false }
    return (1...12).contains(month)
  }

  private static func isCapital(_ unit: UInt8) -> Bool {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(unit)
  }

  /// Neither white space nor a control character.
  private static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
    guard !scalar.isASCII else { return PrintableASCII.contains(scalar) }
    return !scalar.properties.isWhitespace && scalar.properties.generalCategory != .control
  }
}
