import AMQP
package import Metrics
import Synchronization

/// Adds up the time of a lane's transactions by phase, and is the lane's checkpoint: a phase that begins shows that the lane does
/// not stand still. Used by one lane; read by anybody.
package final class PhaseTimes: Sendable {
  private let times: LabeledCounters<BatchPhase>
  private let checkpoint: Checkpoint
  /// What is under way, by its place among all; -1 when nothing is. Written by the lane alone.
  private let phase = Atomic<Int>(-1)
  private let begun = Atomic<Int64>(0)

  /// `times` are in nanoseconds, of all lanes together.
  package init(
    adding times: LabeledCounters<BatchPhase> = LabeledCounters(BatchPhase.allCases),
    checkpoint: Checkpoint = Checkpoint()
  ) {
    self.times = times
    self.checkpoint = checkpoint
  }

  /// Ends what was under way, and begins another phase.
  package func begin(_ next: BatchPhase) {
    let now = MonotonicInstant.now
    end(at: now)
    checkpoint.pass(at: now, for: next.patience)
    begun.store(now.nanoseconds, ordering: .relaxed)
    phase.store(BatchPhase.allCases.firstIndex(of: next) ?? -1, ordering: .relaxed)
  }

  /// The transaction is over, one way or the other.
  package func end() {
    let now = MonotonicInstant.now
    end(at: now)
    checkpoint.pass(at: now, for: Checkpoint.patience)
  }

  private func end(at now: MonotonicInstant) {
    let place = phase.exchange(-1, ordering: .relaxed)
    guard BatchPhase.allCases.indices.contains(place) else { return }
    times.add(
      now.nanoseconds - begun.load(ordering: .relaxed), to: BatchPhase.allCases[place])
  }
}
