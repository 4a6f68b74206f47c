import Billing
import CivilTime
import Digest
import Messages
import Storage

/// The outcomes of a batch's requests, and what answers them.
struct BatchCompletions {
  let now: UTCInstant
  /// Requests that had no outcome before, with the ones they have now.
  private(set) var new: [StoredRequest] = []
  /// Outcomes that take the place of stored ones.
  private(set) var replacing: [RequestOutcome] = []
  /// The outcomes that this batch has given, by key: what repeated requests are answered from.
  private var outcomes: [RequestKey: StoredRequest] = [:]

  init(now: UTCInstant) {
    self.now = now
  }

  /// Announces the completions, of each request its event, with what else answers it.
  mutating func complete(
    _ planned: [PlannedRequest], with events: [Event], _ messages: inout BatchMessages
  ) {
    new.reserveCapacity(planned.count)
    for (request, event) in zip(planned, events) {
      let header = request.header
      let completed = StoredRequest(
        key: header.key, type: header.type, bodySHA256: header.bodySHA256.bytes,
        receivedAt: request.received.receivedAt,
        outcome: complete(request, with: event, &messages))
      if request.replaced == nil {
        new.append(completed)
      } else {
        replacing.append(completed.outcome)
      }
      outcomes[header.key] = completed
    }
  }

  private func complete(
    _ request: PlannedRequest, with event: Event, _ messages: inout BatchMessages
  ) -> RequestOutcome {
    let received = request.received
    messages.announce(event)
    messages.reply(to: received, request.header, with: event.body)
    messages.notify(request)

    let isInternalError = request.decision.isInternalError
    var isDeadLetter = isInternalError || request.decision.outcome == .rejected
    if isDeadLetter, let fault = request.decision.errors.first {
      isDeadLetter = messages.keepDeadLetter(
        of: received, for: fault, among: request.decision.errors, completion: event.id,
        isOwnFault: isInternalError)
    }
    return RequestOutcome(
      key: request.header.key, outcome: request.decision.outcome, completionEventId: event.id,
      completionBody: event.body, attempts: request.attempts, completedAt: now,
      isInternalError: isInternalError, isParked: isDeadLetter)
  }

  /// Answers the requests whose key has an outcome: the same request with the same event, another one with an event of
  /// its own.
  func answer(
    _ repeated: [BatchPlan.RepeatedRequest], _ messages: inout BatchMessages
  ) throws(StoreError) {
    for request in repeated {
      let header = request.header
      guard let stored = outcomes[header.key] ?? request.stored else {
        throw StoreError(.fault, "a repeated request has no outcome to be answered from")
      }
      if stored.isSameRequest(as: header) {
        messages.announceAgain(stored.outcome, to: header)
        messages.reply(to: request.received, header, with: stored.outcome.completionBody)
      } else {
        let event = messages.encoder.completion(
          .identifierReused(
            header, conflictsWith: stored.outcome.completionEventId,
            attempts: Int(clamping: request.received.attempts),
            receivedAt: request.received.receivedAt, completedAt: now))
        messages.announce(event)
        messages.reply(to: request.received, header, with: event.body)
      }
    }
  }
}
