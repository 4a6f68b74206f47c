import Glibc

/// Points in time as RFC 5322 section 3.3 writes them, in UTC.
enum MailDate {
  private static let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// Of seconds since 1970; before that and after the year 9999 the limit's.
  static func text(_ seconds: Int64) -> String {
    var seconds: time_t = min(max(0, Int(seconds)), 253_402_300_799)
    var time = unsafe tm()
    _ = unsafe gmtime_r(&seconds, &time)
    let (weekday, day) = unsafe (days[Int(time.tm_wday)], time.tm_mday)
    let (month, year) = unsafe (months[Int(time.tm_mon)], time.tm_year + 1_900)
    let clock = unsafe [time.tm_hour, time.tm_min, time.tm_sec]
      .map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    return "\(weekday), \(day) \(month) \(year) \(clock) +0000"
  }
}
