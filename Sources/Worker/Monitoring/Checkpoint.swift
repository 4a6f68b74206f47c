package import AMQP
import Synchronization

/// How a part of the worker shows that it does not stand still: it passes its checkpoint again before the time is over that it
/// had given itself. Any thread.
package final class Checkpoint: Sendable {
  /// How long a part may take between two checkpoints.
  package static let patience = Duration.seconds(30)

  private let passedUntil = Atomic<Int64>(Int64.max)

  /// Counts as passed until it is passed for the first time: nothing has begun that could stand still.
  package init() {}

  /// Shows that the part works now and may take so long over what it begins.
  package func pass(at now: MonotonicInstant = .now, for limit: Duration = patience) {
    passedUntil.store(now.advanced(by: limit).nanoseconds, ordering: .relaxed)
  }

  package func isPassed(at now: MonotonicInstant) -> Bool {
    now.nanoseconds < passedUntil.load(ordering: .relaxed)
  }
}
