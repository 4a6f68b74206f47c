import Billing
import CivilTime
import Messages

/// What a request, or a chunk of a run, says when its numbers are known: the events of its effects, and its completion. A value,
/// so that it can be encoded on any thread.
struct EventsToEncode: Sendable {
  private let header: IdentifiedHeader
  private let effects: Effects
  /// nil of a chunk.
  private let completion: Completion?
  private let time: UTCInstant

  /// `now` is the transaction's time.
  init(_ planned: PlannedDecision, at now: UTCInstant) {
    header = planned.header
    effects = planned.decision.effects
    completion = planned.completion(at: now)
    time = now
  }

  struct Encoded: Sendable {
    /// In the order in which they are published.
    let events: [Event]
    /// nil of a chunk.
    let completion: Event?
  }

  func encoded(by encoder: EventEncoder) -> Encoded {
    Encoded(
      events: effects.isEmpty
        ? [] : encoder.events(of: effects, by: header, time: time, limit: MessageSize.limit),
      completion: completion.map(encoder.completion))
  }
}
