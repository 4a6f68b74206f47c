/// How many requests a lane takes at once: so many that they take about ``target`` together. Pure.
///
/// What a lane has taken nobody else gets, and whoever comes next waits for all of it. A hundred requests that each
/// take long, from one sender, would keep another one's short request waiting for seconds.
package struct BatchPace: Sendable {
  /// A full batch of common requests takes less.
  package static let target = Duration.milliseconds(100)

  private var each = Duration.zero

  package init() {}

  /// Requests to take, from 1 to `most`: by what the last ones took, so that it is right again one batch after
  /// what was slow is over.
  package func limit(most: Int) -> Int {
    guard each > .zero else { return most }
    return max(1, min(most, Int(Self.target / each)))
  }

  package mutating func note(requests: Int, took time: Duration) {
    guard requests > 0 else { return }
    each = time / requests
  }
}
