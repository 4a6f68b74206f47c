import Billing
import CivilTime
import Messages

/// What a request, or a chunk of a run, says when its numbers are known: the events of its effects, and its completion. A value,
/// so that it can be encoded on any thread.
enum EventsToEncode: Sendable {
  case request(Completion)
  /// It has no completion.
  case chunk(IdentifiedHeader, Effects)

  /// `now` is the transaction's time.
  init(_ planned: PlannedDecision, at now: UTCInstant) {
    if let completion = planned.completion(at: now) {
      self = .request(completion)
    } else {
      self = .chunk(planned.header, planned.decision.effects)
    }
  }

  struct Encoded: Sendable {
    /// In the order in which they are published.
    let events: [Event]
    /// nil of a chunk.
    let completion: Event?
  }

  func encoded(by encoder: EventEncoder, at now: UTCInstant) -> Encoded {
    func events(of effects: Effects, by header: IdentifiedHeader) -> [Event] {
      guard !effects.isEmpty else { return [] }
      return encoder.events(of: effects, by: header, time: now, limit: MessageSize.limit)
    }
    return switch self {
    case .request(let completion):
      Encoded(
        events: events(of: completion.decision.effects, by: completion.header),
        completion: encoder.completion(completion))
    case .chunk(let header, let effects):
      Encoded(events: events(of: effects, by: header), completion: nil)
    }
  }
}
