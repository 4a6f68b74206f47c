import Billing
import CivilTime
import Testing
import Worker

/// Schedulers on the zone data of the system.
@Suite("Schedulers and the system's zones")
struct SystemTimeZonesTests {
  private func instants(
    _ minute: Int, in zone: String, after instant: String, _ count: Int
  ) throws -> [String] {
    let scheduler = InvoiceScheduler(
      id: "S", name: "Daily", status: .active, rule: .daily,
      startDate: try #require(CivilDate(iso8601: "2010-01-01")), minuteOfDay: minute,
      timeZone: zone)
    return scheduler.occurrences(
      after: try #require(UTCInstant(rfc3339: instant)), count: count, holidays: nil,
      zones: SystemTimeZones()
    ).map { "\($0.localDate) \("\($0.instant)".prefix(16))Z" }
  }

  @Test("E40: Daily 02:30 in Oslo: once, also where the day has it twice or not at all")
  func oslo() throws {
    #expect(
      try instants(150, in: "Europe/Oslo", after: "2026-10-24T12:00:00Z", 2)
        == ["2026-10-25 2026-10-25T00:30Z", "2026-10-26 2026-10-26T01:30Z"])
    #expect(
      try instants(150, in: "Europe/Oslo", after: "2027-03-27T12:00:00Z", 2)
        == ["2027-03-28 2027-03-28T01:00Z", "2027-03-29 2027-03-29T00:30Z"])
    // Between the two 02:30 of that night, the first is past.
    #expect(
      try instants(150, in: "Europe/Oslo", after: "2026-10-25T00:30:00Z", 1)
        == ["2026-10-26 2026-10-26T01:30Z"])
  }

  @Test("A local day is found on either side of the date line")
  func dateLine() throws {
    #expect(
      try instants(0, in: "Pacific/Kiritimati", after: "2026-12-01T09:59:59Z", 1)
        == ["2026-12-02 2026-12-01T10:00Z"])
    #expect(
      try instants(1_439, in: "Pacific/Pago_Pago", after: "2026-12-01T10:58:59Z", 1)
        == ["2026-11-30 2026-12-01T10:59Z"])
    // Apia had no 2011-12-30; its occurrence is at the beginning of the next day.
    #expect(
      try instants(150, in: "Pacific/Apia", after: "2011-12-29T20:00:00Z", 2)
        == ["2011-12-30 2011-12-30T10:00Z", "2011-12-31 2011-12-30T12:30Z"])
  }

  @Test("A zone that is not known has no day and no instant")
  func unknown() throws {
    let zones = SystemTimeZones()
    let now = try #require(UTCInstant(rfc3339: "2026-12-01T00:00:00Z"))
    #expect(zones.date(at: now, in: "Mars/Base") == nil)
    #expect(zones.instant(of: now.date, minute: 0, in: "Mars/Base") == nil)
    #expect(try instants(0, in: "Mars/Base", after: "2026-12-01T00:00:00Z", 1) == [])
    #expect(zones.date(at: now, in: "America/New_York") == CivilDate(iso8601: "2026-11-30"))
    #expect(zones.date(at: now, in: "Pacific/Kiritimati") == now.date)
  }
}
