import Billing
import Messages
import Storage
import Traces

/// What came of a request whose processing is recorded.
struct TracedRequest: Sendable {
  let received: ReceivedRequest
  let header: IdentifiedHeader
  let span: ProcessSpan
  let outcome: Outcome?
  /// Of its first error.
  let errorCode: String?
  let lines: Int
  /// Answered from an outcome that was there.
  let isRepeated: Bool

  /// Those of a batch, in its order by kind.
  static func all(in plan: BatchPlan) -> [TracedRequest] {
    plan.planned.compactMap { request in
      request.header.trace?.processing.map { span in
        TracedRequest(
          received: request.received, header: request.header, span: span,
          outcome: request.decision.outcome,
          errorCode: request.decision.errors.first?.code.rawValue,
          lines: request.decision.lineCount, isRepeated: false)
      }
    }
      + plan.repeated.compactMap { request in
        request.header.trace?.processing.map { span in
          TracedRequest(
            received: request.received, header: request.header, span: span,
            outcome: request.stored?.outcome.outcome, errorCode: nil, lines: 0, isRepeated: true)
        }
      }
  }
}
