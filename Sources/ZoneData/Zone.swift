internal import CGLib

/// A time zone of the system's zone data (IANA's, Debian's package tzdata), read by GLib.
///
/// It is read when it is made and released with the value: a worker picks up an update of the data without a restart, and keeps
/// nothing in memory between uses. GLib shares what two threads hold at the same time under a lock of its own, and what it has read
/// never changes, so each thread may make and use zones as it likes.
///
/// Instants are seconds since 1970-01-01T00:00:00Z; local times are the same count as if the zone were UTC. Any value
/// is valid: far from today the last rules of the data apply.
@safe
package struct Zone: ~Copyable {
  // Set once, never nil, owned: the only reference that this value's deinit gives back.
  private let pointer: OpaquePointer

  /// nil for a name that the data do not have, or that is not written as theirs are.
  package init?(_ name: String) {
    guard ZoneName.isWellFormed(name) else { return nil }
    // UTC needs no data. The colon has any other name looked up among them, and not read as an offset or a rule.
    let identifier = name == "UTC" ? name : ":" + name
    guard let pointer = unsafe identifier.withCString({ unsafe g_time_zone_new_identifier($0) })
    else { return nil }
    unsafe self.pointer = pointer
  }

  deinit { unsafe g_time_zone_unref(pointer) }

  /// Seconds that local time is ahead of UTC at an instant.
  package borrowing func offset(at instant: Int64) -> Int64 {
    offset(ofInterval: interval(at: instant))
  }

  /// The instant of a local time. One that exists twice: the first; one that does not exist: the first instant after the gap.
  package borrowing func instant(ofLocal local: Int64) -> Int64 {
    // No zone is two days from UTC, and in two days are few changes, so that all intervals that could hold it are looked at.
    let earliest = local.addingClamped(-Self.reach)
    let latest = local.addingClamped(Self.reach)
    let first = interval(at: earliest)
    let last = max(first, interval(at: latest))
    for candidate in first...last {
      let instant = local.addingClamped(-offset(ofInterval: candidate))
      if interval(at: instant) == candidate { return instant }
    }
    for later in first...last where later > first {
      let change = start(ofInterval: later, between: earliest, and: latest)
      if change.addingClamped(offset(ofInterval: later)) > local { return change }
    }
    // Not reached where the data are sound: a local time is in an interval, or between two.
    return local.addingClamped(-offset(ofInterval: first))
  }

  private static let reach: Int64 = 2 * 86_400

  /// Intervals are what lies between two changes of the offset, counted in order.
  private borrowing func interval(at instant: Int64) -> Int32 {
    unsafe g_time_zone_find_interval(pointer, G_TIME_TYPE_UNIVERSAL, gint64(instant))
  }

  private borrowing func offset(ofInterval interval: Int32) -> Int64 {
    Int64(unsafe g_time_zone_get_offset(pointer, interval))
  }

  /// The first instant of an interval, which begins after `before` and not after `end`. GLib does not expose boundaries, so it is
  /// found by bisection.
  private borrowing func start(
    ofInterval interval: Int32, between before: Int64, and end: Int64
  ) -> Int64 {
    var before = before
    var start = end
    while start - before > 1 {
      let middle = before + (start - before) / 2
      if self.interval(at: middle) >= interval { start = middle } else { before = middle }
    }
    return start
  }
}

extension Int64 {
  fileprivate func addingClamped(_ other: Int64) -> Int64 {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? (other < 0 ? .min : .max) : sum
  }
}
