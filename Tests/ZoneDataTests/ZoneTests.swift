import CivilTime
import Testing
import ZoneData

@Suite("Zone data")
struct ZoneTests {
  /// Zones cannot be copied, which `#require` does.
  private func zone(_ name: String) throws -> Zone {
    guard let zone = Zone(name) else { throw Unknown(name: name) }
    return zone
  }

  private struct Unknown: Error {
    let name: String
  }

  /// The instant of a local time, both as RFC 3339 writes UTC.
  private func instant(_ local: String, in name: String) throws -> String {
    let zone = try zone(name)
    let time = try #require(UTCInstant(rfc3339: local))
    let seconds = zone.instant(ofLocal: time.secondsSince1970)
    return String(
      "\(UTCInstant(microsecondsSince1970: seconds * 1_000_000))".prefix(19) + "Z")
  }

  @Test(
    "E40: Oslo: a time in the gap is the first instant after it, one that comes twice is the first",
    arguments: [
      ("2026-10-25T02:30:00Z", "2026-10-25T00:30:00Z"),
      ("2026-10-25T02:00:00Z", "2026-10-25T00:00:00Z"),
      ("2026-10-25T03:00:00Z", "2026-10-25T02:00:00Z"),
      ("2027-03-28T01:59:59Z", "2027-03-28T00:59:59Z"),
      ("2027-03-28T02:00:00Z", "2027-03-28T01:00:00Z"),
      ("2027-03-28T02:30:00Z", "2027-03-28T01:00:00Z"),
      ("2027-03-28T03:00:00Z", "2027-03-28T01:00:00Z"),
      ("2026-07-01T06:00:00Z", "2026-07-01T04:00:00Z"),
      ("2026-12-01T06:00:00Z", "2026-12-01T05:00:00Z"),
    ])
  func oslo(local: String, expected: String) throws {
    #expect(try instant(local, in: "Europe/Oslo") == expected)
  }

  @Test(
    "Zones off the hour, changes of half an hour, a day that never was",
    arguments: [
      ("Asia/Kathmandu", "2026-01-01T00:00:00Z", "2025-12-31T18:15:00Z"),
      ("Asia/Kolkata", "2026-06-01T06:00:00Z", "2026-06-01T00:30:00Z"),
      ("Australia/Lord_Howe", "2026-10-04T02:15:00Z", "2026-10-03T15:30:00Z"),
      ("Australia/Lord_Howe", "2026-04-05T01:45:00Z", "2026-04-04T14:45:00Z"),
      ("Pacific/Apia", "2011-12-29T23:59:00Z", "2011-12-30T09:59:00Z"),
      ("Pacific/Apia", "2011-12-30T02:30:00Z", "2011-12-30T10:00:00Z"),
      ("Pacific/Apia", "2011-12-31T00:00:00Z", "2011-12-30T10:00:00Z"),
      // Where winter is the exception to standard time.
      ("Europe/Dublin", "2026-10-25T01:30:00Z", "2026-10-25T00:30:00Z"),
      // Beyond the changes that the data list, by their rule.
      ("America/New_York", "2145-07-05T01:30:00Z", "2145-07-05T05:30:00Z"),
      ("UTC", "2026-10-25T02:30:00Z", "2026-10-25T02:30:00Z"),
      ("Etc/GMT+5", "2026-01-01T00:00:00Z", "2026-01-01T05:00:00Z"),
      ("EST5EDT", "2026-07-01T06:00:00Z", "2026-07-01T10:00:00Z"),
    ])
  func others(name: String, local: String, expected: String) throws {
    #expect(try instant(local, in: name) == expected)
  }

  @Test(
    "A name that the data do not have is unknown, and so is what GLib reads otherwise",
    arguments: [
      "", ":", "Nowhere/City", "Europe", "Europe/", "/Europe/Oslo", "europe/Oslo", "Europe/oslo",
      "Europe//Oslo", "Z", "+01:00", "ABC5", "GMT+5", "EST5EDT,M3.2.0,M11.1.0", "/etc/localtime",
      "../zoneinfo/Europe/Oslo", "Europe/../Europe/Oslo", "posix/Europe/Oslo", "right/Europe/Oslo",
      "localtime", "posixrules", "leapseconds", "tzdata.zi", "Factory", "Europe/Oslo\0",
      "Europe/Osl\u{f8}", ":Europe/Oslo",
      String(repeating: "A", count: 1_000_000),
    ])
  func unknown(name: String) {
    #expect(throws: Unknown.self) { _ = try zone(name) }
  }

  @Test("Every local minute of the days around a change has one instant, later for later times")
  func everyMinute() throws {
    for name in ["Europe/Oslo", "Australia/Lord_Howe", "America/Sao_Paulo", "Africa/Casablanca"] {
      let zone = try zone(name)
      var changes = 0
      let start = try #require(UTCInstant(rfc3339: "2018-01-01T00:00:00Z")).secondsSince1970
      var before = zone.instant(ofLocal: start)
      for hour in 1...8_760 {
        let local = start + Int64(hour) * 3_600
        let instant = zone.instant(ofLocal: local)
        #expect(instant >= before, "\(name) \(local)")
        // As local time says it, but for gaps: there the first after it.
        let shown = instant + zone.offset(at: instant)
        #expect(shown >= local && shown - local <= 3_600, "\(name) \(local)")
        if zone.offset(at: instant) != zone.offset(at: before) { changes += 1 }
        before = instant
      }
      #expect(changes >= 2, "\(name)")
    }
  }

  @Test("Times at the ends of what fits end in an instant")
  func ends() throws {
    let zone = try zone("Europe/Oslo")
    #expect(zone.instant(ofLocal: .max) > 0)
    #expect(zone.instant(ofLocal: .min) < 0)
    #expect(abs(zone.offset(at: .max)) < 86_400)
    #expect(abs(zone.offset(at: .min)) < 86_400)
  }

  @Test("Zones are made and used by many threads at once")
  func threads() async throws {
    let expected = try instant("2027-03-28T02:30:00Z", in: "Europe/Oslo")
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for _ in 0..<8 {
        group.addTask {
          for _ in 0..<500
          where try self.instant("2027-03-28T02:30:00Z", in: "Europe/Oslo") != expected {
            return false
          }
          return true
        }
      }
      for try await isSame in group { #expect(isSame) }
    }
  }
}
