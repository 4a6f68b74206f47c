import CivilTime

/// How a number carries the invoice's date.
package enum DateStampFormat: String, Hashable, Sendable, CaseIterable {
  case none = "None"
  /// `2026`
  case year = "YYYY"
  /// The year and the last two digits of the next, as years of account are written: `2026-27`.
  case yearAndNext = "YYYY-YY"
  /// `11-2026`
  case monthAndYear = "MM-YYYY"
  /// `11-20-2026`
  case day = "MM-dd-yyyy"

  /// The stamp of a date; empty for ``none``.
  func stamp(_ date: CivilDate) -> String {
    let (year, month, day) = date.components
    let yearText = ASCIIDigits.text(year, width: 4)
    return switch self {
    case .none: ""
    case .year: yearText
    case .yearAndNext: "\(yearText)-\(ASCIIDigits.text((year + 1) % 100, width: 2))"
    case .monthAndYear: "\(ASCIIDigits.text(month, width: 2))-\(yearText)"
    case .day: "\(ASCIIDigits.text(month, width: 2))-\(ASCIIDigits.text(day, width: 2))-\(yearText)"
    }
  }

  /// The stamp's shape: `0` for any digit.
  var shape: String {
    switch self {
    case .none: ""
    case .year: "0000"
    case .yearAndNext: "0000-00"
    case .monthAndYear: "00-0000"
    case .day: "00-00-0000"
    }
  }
}
