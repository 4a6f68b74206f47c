import Billing
import Messages

/// Which requests may be planned on the same facts: those of one ``Billing/PlanningPhase``. Facts are loaded once for a
/// batch, before any of its requests is planned, and from what is stored then.
extension ReceivedRequest {
  var phase: PlanningPhase {
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
  ///
  /// Up to one that names an invoice which an earlier one posts or voids, too: its answer says under which number that was
  /// done, and numbers are given when everything is planned. And up to ``Billing/PlanningPhase/invoicesTogether``.
  static func sharingFacts(_ batch: [ReceivedRequest]) -> [ReceivedRequest] {
    guard let first = batch.first?.phase else { return batch }
    let together = batch.prefix { $0.phase == first }.prefix(first.requestsTogether)
    var numbered: Set<Invoice.ID> = []
    let end = together.firstIndex { received in
      guard case .request(let identified) = received.intake else { return false }
      let request = identified.request
      let own = request.invoicesNumbered
      if !numbered.isEmpty {
        // Who posts or voids some names no others; what else is needed of the facts need not be gathered for that.
        let isMet =
          own.isEmpty
          ? !numbered.isDisjoint(with: request.factsNeeded.invoices.all)
          : own.contains(where: numbered.contains)
        if isMet { return true }
      }
      if !numbered.isEmpty, !own.isEmpty,
        numbered.count + own.count > PlanningPhase.invoicesTogether
      {
        return true
      }
      numbered.formUnion(own)
      return false
    }
    return Array(together[..<(end ?? together.endIndex)])
  }
}

extension WorkingSet {
  /// Whether a request's invoices are left out of these facts: it is planned in the next transaction. One that needs the head
  /// alone of such an invoice has it, and is not put off; the first of a batch never is.
  func isDeferred(_ request: any Request) -> Bool {
    !deferredInvoices.isEmpty
      && !deferredInvoices.isDisjoint(with: request.factsNeeded.invoices.counted)
  }
}
