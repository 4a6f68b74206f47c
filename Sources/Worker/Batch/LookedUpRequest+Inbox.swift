import Billing
import Digest
import Messages
import Storage

extension LookedUpRequest {
  /// Looks up every request of the batch that has a key, in one statement.
  ///
  /// The rows of the stored outcomes are locked here. That, and that a replay names the outcome it replaces, is why one
  /// dead letter leads to one new outcome, however often it is replayed at the same moment: the second finds an outcome
  /// that it does not name, and is answered with it.
  ///
  /// - Returns: the requests in order.
  static func lookUp(
    _ batch: [ReceivedRequest], in transaction: borrowing StoreTransaction
  ) throws(StoreError) -> [LookedUpRequest] {
    let keys = batch.compactMap { $0.intake.header?.key }
    let found = try transaction.lookUp(keys)
    guard found.count == keys.count else {
      throw StoreError(.fault, "\(keys.count) keys were answered by \(found.count) results")
    }
    return lookedUp(batch, found)
  }

  /// The requests with what was found under the keys of those that have one, in order.
  static func lookedUp(
    _ batch: [ReceivedRequest], _ found: [FoundRequest]
  ) -> [LookedUpRequest] {
    var next = found.startIndex
    /// Keys of which a request of this batch is run again.
    var replayed: Set<RequestKey> = []
    return batch.map { received in
      var request: RequestToRun
      switch received.intake {
      case .unidentified(let message): return .unidentified(message)
      case .request(let identified): request = .plan(identified)
      case .refused(let header, let refusal): request = .refuse(header, refusal)
      }
      if let reason = received.reasonNotToRun {
        request = .giveUp(request.header, reason: reason)
      }
      defer { next += 1 }
      return lookedUp(received, request, found[next], among: found, &replayed)
    }
  }

  private static func lookedUp(
    _ received: ReceivedRequest, _ request: RequestToRun, _ result: FoundRequest,
    among found: [FoundRequest], _ replayed: inout Set<RequestKey>
  ) -> LookedUpRequest {
    let header = request.header
    let stored: StoredRequest
    switch result {
    case .new: return .toRun(request, replacing: nil)
    case .seen(let request): stored = request
    case .repeats(let first):
      // The earlier one may only have been answered, and this one be a replay.
      guard case .seen(let request) = found[first], !replayed.contains(header.key) else {
        return .repeats(header)
      }
      stored = request
    }
    guard received.replaces(stored) else { return .seen(header, stored) }
    replayed.insert(header.key)
    return .toRun(request, replacing: stored)
  }
}

extension ReceivedRequest {
  /// Whether this is a replay that is run again (<doc:Operations#Start-stop-scale>): of the same request, whose
  /// outcome is Rejected or a fault of the program, and which names that very outcome. A copy that was
  /// replayed before names one that has been replaced.
  func replaces(_ stored: StoredRequest) -> Bool {
    guard let replayOf, replayOf == stored.outcome.completionEventId, let header = intake.header
    else { return false }
    return stored.isSameRequest(as: header)
      && (stored.outcome.outcome == .rejected || stored.outcome.isInternalError)
  }
}

extension StoredRequest {
  /// The same request = same type and same digest of the body (<doc:Requests#Identity>).
  func isSameRequest(as header: IdentifiedHeader) -> Bool {
    type == header.type && bodySHA256 == header.bodySHA256.bytes
  }
}
