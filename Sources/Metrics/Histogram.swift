import Synchronization

/// How values are spread: how many were at most each of some bounds. Any thread may add a value, without a lock; only an
/// exemplar takes one.
package final class Histogram: Sendable {
  /// One value with the trace it belongs to, as an example of its bucket.
  package struct Exemplar: Hashable, Sendable {
    package let traceID: String
    package let value: Double
    /// Seconds since 1970.
    package let time: Double

    package init(traceID: String, value: Double, time: Double) {
      self.traceID = traceID
      self.value = value
      self.time = time
    }
  }

  /// The bounds, rising; what is more than the last is counted without one.
  package let bounds: [Double]
  private let buckets: [Counter]
  /// In millionths, so that it can be added to without a lock: 292,000 years of seconds.
  private let sum = Counter()
  private let exemplars: Mutex<[Exemplar?]>

  package init(bounds: [Double]) {
    self.bounds = bounds
    buckets = (0...bounds.count).map { _ in Counter() }
    exemplars = Mutex(Array(repeating: nil, count: bounds.count + 1))
  }

  /// Counts so many values alike; one below nothing counts as nothing.
  package func observe(_ value: Double, count: Int = 1) {
    guard count > 0 else { return }
    let value = Self.bounded(value)
    buckets[place(of: value)].add(count)
    sum.add(Int64((value * Self.millionths).rounded()) &* Int64(count))
  }

  /// Keeps an exemplar for the bucket of its value, in place of the one before. It is not counted.
  package func note(_ exemplar: Exemplar) {
    let place = place(of: Self.bounded(exemplar.value))
    exemplars.withLock { $0[place] = exemplar }
  }

  package struct Snapshot: Sendable {
    /// How many values were at most each bound, and in the last place all.
    package let cumulative: [Int64]
    package let sum: Double
    /// For each place nil where none was noted.
    package let exemplars: [Exemplar?]
  }

  package var snapshot: Snapshot {
    var total: Int64 = 0
    let cumulative = buckets.map { bucket in
      total += bucket.current
      return total
    }
    return Snapshot(
      cumulative: cumulative, sum: Double(sum.current) / Self.millionths,
      exemplars: exemplars.withLock { $0 })
  }

  private func place(of value: Double) -> Int {
    bounds.firstIndex { value <= $0 } ?? bounds.count
  }

  /// A clock may be wrong by any amount: no value converts to more than 64 bits take.
  private static func bounded(_ value: Double) -> Double {
    value > 0 ? min(value, most) : 0
  }

  private static let millionths = 1_000_000.0
  private static let most = 1_000_000_000.0
}
