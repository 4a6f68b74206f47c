import Billing
package import Messages

/// What a committed batch is counted as: gathered by value while it is written, and added once it is durable.
package struct BatchCounts: Sendable {
  /// Requests that had no outcome before and have one now.
  package private(set) var requests: [RequestLabel: Int] = [:]
  /// Repeated requests, answered with the stored completion.
  package private(set) var repeated: [WorkQueue: Int] = [:]
  /// Errors of the requests, by their code.
  package private(set) var errors: [String: Int] = [:]
  /// Copies for the dead letters, by the code of what is wrong.
  package private(set) var parked: [String: Int] = [:]
  /// Requests that an operator sent again in place of an earlier outcome.
  package private(set) var replays = 0
  package private(set) var actions: [InvoiceAction: Int] = [:]

  package init() {}

  mutating func add(_ decision: Decision, in work: WorkQueue, isReplay: Bool) {
    requests[RequestLabel(work, MeasuredOutcome(decision)), default: 0] += 1
    for fault in decision.errors { errors[fault.code.rawValue, default: 0] += 1 }
    if isReplay { replays += 1 }
    add(actionsOf: decision)
  }

  mutating func add(actionsOf decision: Decision) {
    guard !decision.effects.invoices.isEmpty else { return }
    actions.merge(InvoiceAction.counts(of: decision.effects), uniquingKeysWith: +)
  }

  mutating func addRepeated(in work: WorkQueue) { repeated[work, default: 0] += 1 }

  mutating func addParked(for code: String) { parked[code, default: 0] += 1 }
}
