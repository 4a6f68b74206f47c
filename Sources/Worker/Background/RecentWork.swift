import AMQP
import Messages
import Storage

/// What a worker has done of late: what it has counted by now, less what it had counted a minute ago. A value.
struct RecentWork {
  /// What was counted since the worker began.
  struct Count {
    let at: MonotonicInstant
    /// Nanoseconds in which lanes had something in hand.
    var busyTime: Int64 = 0
    /// That were given an outcome, or their stored one.
    var requests: Int64 = 0
    /// Of each class, how many waits were at most each bound, and in the last place all.
    var waits: [WorkQueue: [Int64]] = [:]

    init(at instant: MonotonicInstant) { at = instant }
  }

  /// With one each ten seconds, they reach over a minute.
  private static let most = 7

  private let lanes: Int
  /// The bounds of the waits, in seconds.
  private let bounds: [Double]
  private var counts: [Count] = []

  init(lanes: Int, bounds: [Double]) {
    self.lanes = max(1, lanes)
    self.bounds = bounds
  }

  mutating func note(_ count: Count) {
    counts.append(count)
    counts.removeFirst(max(0, counts.count - Self.most))
  }

  /// How much of the lanes' time was used, in thousandths.
  var busyThousandths: Int {
    guard let (earlier, later, nanoseconds) = ends else { return 0 }
    let share = Double(later.busyTime - earlier.busyTime) / (nanoseconds * Double(lanes))
    // What a lane has begun before counts when it ends: it may be more than there was time for.
    return Int(min(max(share, 0), 1) * 1_000)
  }

  var requestsPerMinute: Int {
    guard let (earlier, later, nanoseconds) = ends else { return 0 }
    let rate = Double(later.requests - earlier.requests) * 60_000_000_000 / nanoseconds
    return Int(min(max(rate, 0), 1e12).rounded())
  }

  /// By class of work as an operator names it; classes in which nothing waited are left out.
  var waits: [String: WaitTimes] {
    guard let (earlier, later, _) = ends else { return [:] }
    var waits: [String: WaitTimes] = [:]
    for (work, counts) in later.waits {
      let times = WaitTimes(bounds: bounds, from: earlier.waits[work] ?? [], to: counts)
      if !times.spans.isEmpty { waits[work.shortName] = times }
    }
    return waits
  }

  /// nil before the second count.
  private var ends: (earlier: Count, later: Count, nanoseconds: Double)? {
    guard let earlier = counts.first, let later = counts.last,
      later.at.nanoseconds > earlier.at.nanoseconds
    else { return nil }
    return (earlier, later, Double(later.at.nanoseconds - earlier.at.nanoseconds))
  }
}
