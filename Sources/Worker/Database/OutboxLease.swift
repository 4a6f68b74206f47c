/// How long a process that has written or leased messages has the first go at publishing them, in microseconds. After
/// that any worker may.
package enum OutboxLease {
  /// Longer than publishing takes, short enough that another worker sends them soon after a crash.
  package static let duration: Int64 = 30 * 1_000_000

  /// A message whose lease has less left than this is not published any more: another worker may have it by then.
  package static let leastLeft: Int64 = 5 * 1_000_000
}
