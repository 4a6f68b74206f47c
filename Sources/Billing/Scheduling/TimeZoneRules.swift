package import CivilTime

/// The seam to the zone data: what a local time is in a zone. The data change with the system's package, so two workers may
/// answer differently; what is stored never depends on that alone.
package protocol TimeZoneRules: Sendable {
  /// The instant of a local date and time of day, given in minutes since midnight, 0..<1440. A time that does not exist that day:
  /// the first instant after the gap; one that exists twice: the first of the two. nil for a zone that is not known.
  func instant(of date: CivilDate, minute: Int, in zone: String) -> UTCInstant?

  /// The local date at an instant; nil for a zone that is not known.
  func date(at instant: UTCInstant, in zone: String) -> CivilDate?
}

/// No zone is known but UTC: for what needs none.
package struct UnknownTimeZones: TimeZoneRules {
  package init() {}

  package func instant(of date: CivilDate, minute: Int, in zone: String) -> UTCInstant? {
    guard zone == "UTC" else { return nil }
    let seconds = Int64(date.daysSince1970) * 86_400 + Int64(minute) * 60
    return UTCInstant(microsecondsSince1970: seconds * 1_000_000)
  }

  package func date(at instant: UTCInstant, in zone: String) -> CivilDate? {
    zone == "UTC" ? instant.date : nil
  }
}
