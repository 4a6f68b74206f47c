package import Billing
package import CivilTime

/// How a request ended, as `invoice-request.completed.v1` says it.
package struct Completion: Hashable, Sendable {
  /// How many of the skipped schedules are listed at most; all are counted.
  package static let listedSkipped = 1_000

  package let header: IdentifiedHeader
  package let decision: Decision
  /// Of the logs that the decision's entries became.
  package let errorLogNumbers: [String]
  /// How often the request was run, this time included.
  package let attempts: Int
  package let receivedAt: UTCInstant
  /// The time of the transaction.
  package let completedAt: UTCInstant
  /// The event of the outcome that this one replaces, when the request was replayed.
  package let replayOf: String?
  /// The event of the request that has the identifier, when this one was refused for it.
  package let conflictsWith: String?

  package init(
    header: IdentifiedHeader,
    decision: Decision,
    errorLogNumbers: [String] = [],
    attempts: Int = 1,
    receivedAt: UTCInstant,
    completedAt: UTCInstant,
    replayOf: String? = nil
  ) {
    self.init(
      header: header, decision: decision, errorLogNumbers: errorLogNumbers, attempts: attempts,
      receivedAt: receivedAt, completedAt: completedAt, replayOf: replayOf, conflictsWith: nil)
  }

  private init(
    header: IdentifiedHeader,
    decision: Decision,
    errorLogNumbers: [String],
    attempts: Int,
    receivedAt: UTCInstant,
    completedAt: UTCInstant,
    replayOf: String?,
    conflictsWith: String?
  ) {
    self.header = header
    self.decision = decision
    self.errorLogNumbers = errorLogNumbers
    self.attempts = attempts
    self.receivedAt = receivedAt
    self.completedAt = completedAt
    self.replayOf = replayOf
    self.conflictsWith = conflictsWith
  }

  /// Refuses another request under an identifier that is taken. The first outcome stands, and this
  /// completion is an event of its own; `first` is the event of the first completion.
  package static func identifierReused(
    _ header: IdentifiedHeader,
    conflictsWith first: String,
    attempts: Int = 1,
    receivedAt: UTCInstant,
    completedAt: UTCInstant
  ) -> Completion {
    let fault = Fault(
      code: .requestIdentifierReused,
      message: "Another request was sent under this identifier before; its outcome stands."
        + " Give every request an identifier of its own, also a corrected one.")
    return Completion(
      header: header, decision: Decision(outcome: .rejected, errors: [fault]),
      errorLogNumbers: [], attempts: attempts, receivedAt: receivedAt, completedAt: completedAt,
      replayOf: nil, conflictsWith: first)
  }

  /// The identifier of its event.
  package var eventIdentifier: String {
    if conflictsWith != nil { return EventIdentifier.reuse(of: header) }
    if let replayOf { return EventIdentifier.replay(of: header.key, replacing: replayOf) }
    return EventIdentifier.completion(of: header.key)
  }
}
