import Billing
package import CivilTime
import ZoneData

/// The zone data of the system that the worker runs on.
///
/// Read again for each question: a scheduler asks a few times a day, and an update of the data counts from the next question on.
package struct SystemTimeZones: TimeZoneRules {
  package init() {}

  package func instant(of date: CivilDate, minute: Int, in zone: String) -> UTCInstant? {
    guard let zone = Zone(zone) else { return nil }
    let local = Int64(date.daysSince1970) * 86_400 + Int64(minute) * 60
    return UTCInstant(microsecondsSince1970: zone.instant(ofLocal: local) * 1_000_000)
  }

  package func date(at instant: UTCInstant, in zone: String) -> CivilDate? {
    guard let zone = Zone(zone) else { return nil }
    let seconds = instant.secondsSince1970
    return instant.adding(microseconds: zone.offset(at: seconds) * 1_000_000).date
  }
}
