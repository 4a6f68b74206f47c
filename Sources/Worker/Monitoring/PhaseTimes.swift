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
  /// nil where nobody asks for the intervals themselves.
  private let intervals: Mutex<[PhaseInterval]>?

  /// `times` are in nanoseconds, of all lanes together.
  package init(
    adding times: LabeledCounters<BatchPhase> = LabeledCounters(BatchPhase.allCases),
    checkpoint: Checkpoint = Checkpoint(), keepsIntervals: Bool = false
  ) {
    intervals = keepsIntervals ? Mutex([]) : nil
    self.times = times
    self.checkpoint = checkpoint
  }

  /// Ends what was under way, and begins another phase. The first of a transaction forgets the intervals of the one before.
  package func begin(_ next: BatchPhase) {
    let now = MonotonicInstant.now
    if phase.load(ordering: .relaxed) < 0 { _ = takeIntervals() }
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
    let phase = BatchPhase.allCases[place]
    let start = begun.load(ordering: .relaxed)
    times.add(now.nanoseconds - start, to: phase)
    intervals?.withLock {
      $0.append(
        PhaseInterval(phase: phase, begun: MonotonicInstant(nanoseconds: start), ended: now))
    }
  }

  /// The intervals of the last transaction, in their order, once: none where they are not kept.
  func takeIntervals() -> [PhaseInterval] {
    intervals?.withLock { kept in
      defer { kept = [] }
      return kept
    } ?? []
  }
}

/// When a phase of a lane's transaction was under way.
struct PhaseInterval: Hashable, Sendable {
  let phase: BatchPhase
  let begun: MonotonicInstant
  let ended: MonotonicInstant
}
