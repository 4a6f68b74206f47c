package import AMQP

/// How many requests a lane takes at once: as many as are processed in the time that the next sender may be kept waiting. Pure.
///
/// What a lane has taken nobody else gets, and whoever comes next waits for all of it. A hundred requests that each
/// take long, from one sender, would keep another one's short request waiting for seconds.
package struct BatchPace: Sendable {
  /// While all requests are one sender's: a full batch of common requests takes less.
  package static let target = Duration.milliseconds(100)
  /// While several senders share the queues: shorter batches cost a little throughput, and nobody waits long for
  /// somebody else's.
  package static let sharedTarget = Duration.milliseconds(12)
  /// How long senders count as sharing after one of them has sent.
  package static let memory = Duration.seconds(30)

  private var each = Duration.zero
  private var sender: String?
  private var sharedUntil: MonotonicInstant?

  package init() {}

  /// Requests to take, from 1 to `most`: by what the last ones took, so that it is right again one batch after
  /// what was slow is over.
  ///
  /// Where much is waiting, half of it is taken: what each transaction costs by itself would else keep the lane from
  /// ever catching up.
  ///
  /// `batches` is how many of that size the lane may hold: together they take no longer.
  package func limit(
    most: Int, waiting: Int, batches: Int = 1, at now: MonotonicInstant
  ) -> Int {
    guard each > .zero else { return most }
    let each = each * max(1, batches)
    let long = max(1, min(most, Int(Self.target / each)))
    guard let sharedUntil, now < sharedUntil else { return long }
    let short = max(1, min(most, Int(Self.sharedTarget / each)))
    return min(long, max(short, waiting / 2))
  }

  /// Whether any requests were noted.
  package var isKnown: Bool { each > .zero }

  package mutating func note(
    senders: some Sequence<String>, requests: Int, took time: Duration, at now: MonotonicInstant
  ) {
    guard requests > 0 else { return }
    each = time / requests
    for sender in senders where sender != self.sender {
      if self.sender != nil { sharedUntil = now.advanced(by: Self.memory) }
      self.sender = sender
    }
  }
}
