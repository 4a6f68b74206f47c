import Dispatch
import Synchronization

/// Work in parts that two threads take, each the next that nobody has begun (fork and join).
///
/// Its owner forks it to a ``SecondThread`` and joins it later. It never waits for a thread that does not run: what nobody has
/// begun it does itself, so it waits for one part at most.
package final class ForkedWork<Part: Sendable, Outcome: Sendable>: Sendable {
  private struct State {
    var outcomes: [Outcome?]
    /// The first part that nobody has begun.
    var next = 0
    /// Whether the second thread has a part in hand.
    var isInHand = false
    /// Whether the owner waits for that part.
    var isAwaited = false
  }

  private let parts: [Part]
  private let work: @Sendable (Part) -> Outcome
  private let state: Mutex<State>
  private let isReturned = DispatchSemaphore(value: 0)

  init(_ parts: [Part], _ work: @escaping @Sendable (Part) -> Outcome) {
    self.parts = parts
    self.work = work
    state = Mutex(State(outcomes: Array(repeating: nil, count: parts.count)))
  }

  /// On the second thread, once: takes parts until none is left.
  func takeParts() {
    while let place = begin(onSecond: true) {
      let outcome = work(parts[place])
      let isAwaited = state.withLock { state in
        state.outcomes[place] = outcome
        state.isInHand = false
        return state.isAwaited
      }
      if isAwaited { isReturned.signal() }
    }
  }

  /// The place of the next part, which is begun now; nil when none is left.
  private func begin(onSecond isSecond: Bool) -> Int? {
    state.withLock { state in
      guard state.next < parts.count else { return nil }
      defer { state.next += 1 }
      if isSecond { state.isInHand = true }
      return state.next
    }
  }

  /// Does what nobody has begun, waits for the part that the second thread has in hand, and returns the outcomes in the order of
  /// the parts. By the owner, once.
  package func join() -> [Outcome] {
    while let place = begin(onSecond: false) {
      let outcome = work(parts[place])
      state.withLock { $0.outcomes[place] = outcome }
    }
    let mustWait = state.withLock { state in
      state.isAwaited = state.isInHand
      return state.isInHand
    }
    if mustWait { isReturned.wait() }
    return state.withLock { $0.outcomes.compactMap { $0 } }
  }

  /// Leaves undone what nobody has begun, and does not wait. By the owner, when nobody needs the outcomes any more; of no effect
  /// after ``join()``.
  package func abandon() {
    state.withLock { $0.next = parts.count }
  }
}
