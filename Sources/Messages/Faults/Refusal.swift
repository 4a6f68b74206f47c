package import Billing

/// Why a request is refused for its form alone.
package struct Refusal: Hashable, Sendable {
  /// Rejected; Failed when the request is well-formed and only asks for too much (<doc:Events>).
  package let outcome: Outcome
  /// At least one.
  package let faults: [Fault]
  /// The body is longer than its type or its queue takes. The dead letter of such a request holds only
  /// the first `DeadLetterReason.keptBodyLength` bytes, also where the body came whole, through a queue that
  /// takes longer ones (<doc:BadInput>).
  package let isOverBodyLimit: Bool

  /// The body holds the number of a payment card: nothing but a masked copy of it may be kept (<doc:BadInput>).
  package let holdsCardNumber: Bool

  package init(
    outcome: Outcome, faults: [Fault], isOverBodyLimit: Bool = false,
    holdsCardNumber: Bool = false
  ) {
    self.outcome = outcome
    self.faults = faults
    self.isOverBodyLimit = isOverBodyLimit
    self.holdsCardNumber = holdsCardNumber
  }

  /// The same as a decision, which is committed and notified like any other. One error log stands for
  /// all faults: a second one of this category and request would replace it (<doc:ErrorLog>).
  package func decision(for key: RequestKey) -> Decision {
    var decision = Decision(outcome: outcome, errors: faults)
    guard let first = faults.first else { return decision }
    decision.errorLogs = [
      ErrorLogEntry(
        category: .request, code: first.code,
        message: ErrorLogEntry.message(of: first, among: faults.count),
        primaryRecord: RecordReference(type: .request, id: key.identifier))
    ]
    return decision
  }
}
