/// Whether the engine is asked at all (<doc:Tax#An-engine-over-HTTP>): a state machine over moments that it is given.
///
/// Five tries in a row that failed open it: nothing is asked for 10 s. Then one call goes through as a probe; when that fails too, it
/// stays open for twice as long, up to 2 min, and so on until a probe is answered.
package struct TaxCircuit: Hashable, Sendable {
  package typealias Instant = ContinuousClock.Instant

  /// What a try came to, as far as it says whether the engine is there.
  package enum Result: Hashable, Sendable {
    /// It answered, whatever its answer was.
    case answered
    /// It asks to be left alone (429): it is there, but nothing says that it would have served the call.
    case busy
    /// It did not answer, or has a fault of its own.
    case failed(reason: String)
    /// The try was broken off on this side.
    case broken
  }

  /// What a try was allowed by; its result is told with it.
  package struct Ticket: Hashable, Sendable {
    /// Of the state that the circuit was in. What a call comes to that began before the circuit opened says nothing new.
    fileprivate let generation: Int
  }

  /// What there is to report, once each.
  package enum Change: Hashable, Sendable {
    case away(reason: String)
    case back
  }

  package static let threshold = 5
  package static let firstPause = Duration.seconds(10)
  package static let longestPause = Duration.seconds(120)

  private enum State: Hashable {
    case closed(failures: Int)
    case open(until: Instant, pause: Duration, reason: String)
    case probing(pause: Duration, reason: String)
  }

  private var state = State.closed(failures: 0)
  private var generation = 0

  package init() {}

  /// Why the engine is taken to be away; nil while it is not.
  package var reason: String? {
    switch state {
    case .closed: nil
    case .open(_, _, let reason), .probing(_, let reason): reason
    }
  }

  /// Whether ``ticket(at:)`` would give one; asking changes nothing.
  package func mayAsk(at now: Instant) -> Bool {
    switch state {
    case .closed: true
    case .open(let until, _, _): now >= until
    case .probing: false
    }
  }

  /// - Returns: nil where the engine is not to be asked now.
  package mutating func ticket(at now: Instant) -> Ticket? {
    switch state {
    case .closed: break
    case .open(let until, let pause, let reason):
      guard now >= until else { return nil }
      enter(.probing(pause: pause, reason: reason))
    case .probing: return nil
    }
    return Ticket(generation: generation)
  }

  /// - Returns: what is to be reported.
  package mutating func note(
    _ result: Result, of ticket: Ticket, at now: Instant
  ) -> Change? {
    guard ticket.generation == generation else { return nil }
    switch state {
    case .closed(let failures): return note(result, after: failures, at: now)
    case .open: return nil
    case .probing(let pause, let reason):
      switch result {
      case .answered, .busy:
        enter(.closed(failures: 0))
        return .back
      case .failed(let reason):
        let next = min(pause * 2, Self.longestPause)
        enter(.open(until: now + next, pause: next, reason: reason))
      case .broken:
        // The next one may probe at once.
        enter(.open(until: now, pause: pause, reason: reason))
      }
      return nil
    }
  }

  private mutating func note(_ result: Result, after failures: Int, at now: Instant) -> Change? {
    switch result {
    case .answered: state = .closed(failures: 0)
    case .busy, .broken: break
    case .failed(let reason):
      guard failures + 1 >= Self.threshold else {
        state = .closed(failures: failures + 1)
        return nil
      }
      enter(.open(until: now + Self.firstPause, pause: Self.firstPause, reason: reason))
      return .away(reason: reason)
    }
    return nil
  }

  private mutating func enter(_ next: State) {
    state = next
    generation += 1
  }
}
