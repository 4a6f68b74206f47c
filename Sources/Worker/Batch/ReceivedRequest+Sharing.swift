import Billing
import Messages

/// Which requests may be planned on the same facts: those of one ``Billing/PlanningPhase``. Facts are loaded once for a
/// batch, before any of its requests is planned, and from what is stored then.
extension ReceivedRequest {
  private var phase: PlanningPhase {
    guard case .request(let identified) = intake else { return .billing }
    return identified.request.phase
  }

  /// The requests by phase, each phase in its order, so that few transactions are needed. No order is promised between
  /// requests.
  static func byPhase(_ batch: [ReceivedRequest]) -> [ReceivedRequest] {
    guard let first = batch.first?.phase, batch.contains(where: { $0.phase != first }) else {
      return batch
    }
    return batch.enumerated().sorted { left, right in
      (left.element.phase, left.offset) < (right.element.phase, right.offset)
    }.map(\.element)
  }

  /// The first requests of a batch, up to one of another phase, and as many as may share facts.
  static func sharingFacts(_ batch: [ReceivedRequest]) -> [ReceivedRequest] {
    guard let first = batch.first?.phase else { return batch }
    return Array(batch.prefix { $0.phase == first }.prefix(first.requestsTogether))
  }
}
