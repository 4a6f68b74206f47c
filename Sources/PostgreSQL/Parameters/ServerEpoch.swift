/// PostgreSQL counts days and microseconds from 2000-01-01, its callers from 1970-01-01.
enum ServerEpoch {
  static let dayOffset: Int32 = 10_957
  static let microsecondOffset: Int64 = 946_684_800_000_000

  static func days(_ sinceUnixEpoch: Int32) -> Int32? {
    let (days, overflow) = sinceUnixEpoch.subtractingReportingOverflow(dayOffset)
    // The least and greatest number mean infinity.
    return overflow || days == .min ? nil : days
  }

  static func microseconds(_ sinceUnixEpoch: Int64) -> Int64? {
    let (value, overflow) = sinceUnixEpoch.subtractingReportingOverflow(microsecondOffset)
    return overflow || value == .min ? nil : value
  }

  static var outOfRange: PostgreSQLError {
    PostgreSQLError(code: .datetimeOutOfRange, message: "the date or instant is out of range")
  }
}
