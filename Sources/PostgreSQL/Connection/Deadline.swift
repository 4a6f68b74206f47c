internal import Glibc

/// A point on the monotonic clock, in milliseconds.
struct Deadline {
  private let milliseconds: Int64

  init(after interval: Int64) {
    let (sum, overflow) = Self.now.addingReportingOverflow(max(interval, 0))
    milliseconds = overflow ? .max : sum
  }

  /// What is left, 0 when it has passed.
  var remaining: Int64 { max(milliseconds - Self.now, 0) }

  private static var now: Int64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
  }
}
