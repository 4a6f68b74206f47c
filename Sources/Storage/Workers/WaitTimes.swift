/// How long requests have waited, counted by spans of time, so that what several workers have counted can be put together and
/// asked for a quantile.
package struct WaitTimes: Hashable, Sendable {
  /// Waits of more than `above` and at most `upTo`, in milliseconds; without an end where that is nil.
  package struct Span: Hashable, Sendable {
    package let above: Int64
    package let upTo: Int64?
    package let count: Int64

    package init(above: Int64, upTo: Int64?, count: Int64) {
      self.above = above
      self.upTo = upTo
      self.count = count
    }
  }

  /// Those in which there was any, the shortest first.
  package private(set) var spans: [Span] = []

  package init() {}

  package init(_ spans: [Span]) {
    self.spans = Self.ordered(spans.filter { $0.count > 0 })
  }

  /// What a histogram has counted between two looks at it.
  ///
  /// - Parameters:
  ///   - bounds: in seconds, rising.
  ///   - earlier: how many were at most each bound, and in the last place all; of another length: nothing was counted before.
  ///   - later: the same at the second look; of any other length than the bounds have: nothing was counted.
  package init(bounds: [Double], from earlier: [Int64], to later: [Int64]) {
    guard later.count == bounds.count + 1 else {
      self.init()
      return
    }
    let ends = bounds.map { Int64(exactly: ($0 * 1_000).rounded()) ?? .max }
    var below: Int64 = 0
    var spans: [Span] = []
    for place in later.indices {
      let before = earlier.count == later.count ? earlier[place] : 0
      // Whoever counts goes on between the looks at two places: none is less than nothing.
      let total = max(below, later[place] &- before)
      spans.append(
        Span(
          above: place == 0 ? 0 : ends[place - 1], upTo: place < ends.count ? ends[place] : nil,
          count: total - below))
      below = total
    }
    self.init(spans)
  }

  /// What both have counted. Of two versions that count by other bounds the quantiles are about right.
  package func adding(_ other: WaitTimes) -> WaitTimes {
    var counts: [Limits: Int64] = [:]
    for span in spans + other.spans {
      let limits = Limits(above: span.above, upTo: span.upTo)
      let (sum, isOver) = counts[limits, default: 0].addingReportingOverflow(span.count)
      counts[limits] = isOver ? .max : sum
    }
    return WaitTimes(counts.map { Span(above: $0.above, upTo: $0.upTo, count: $1) })
  }

  private struct Limits: Hashable {
    let above: Int64
    let upTo: Int64?
  }

  /// The wait in seconds that this share of all waits was at most, as Prometheus estimates it: even within a span, and of one without
  /// an end its beginning. nil where nothing was counted.
  package func quantile(_ share: Double) -> Double? {
    let total = spans.reduce(0.0) { $0 + Double($1.count) }
    guard total > 0, let last = spans.last else { return nil }
    let rank = min(max(share, 0), 1) * total
    var below = 0.0
    for span in spans {
      let count = Double(span.count)
      guard below + count >= rank else {
        below += count
        continue
      }
      let above = Double(span.above) / 1_000
      guard let upTo = span.upTo else { return above }
      return above + (Double(upTo) / 1_000 - above) * ((rank - below) / count)
    }
    return Double(last.upTo ?? last.above) / 1_000
  }

  private static func ordered(_ spans: [Span]) -> [Span] {
    spans.sorted { ($0.upTo ?? .max, $0.above) < ($1.upTo ?? .max, $1.above) }
  }
}
