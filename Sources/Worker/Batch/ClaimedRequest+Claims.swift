import Billing
import Digest
import Messages
import Storage

extension ClaimedRequest {
  /// Claims every request of the batch that has a key, in one statement.
  ///
  /// The rows of the stored outcomes are locked when they are looked at here. That, and that a replay names the
  /// outcome it replaces, is why one dead letter leads to one new outcome, however often it is replayed at the
  /// same moment: the second finds an outcome that it does not name, and is answered with it.
  ///
  /// - Returns: the requests in order.
  static func claim(
    _ batch: [ReceivedRequest], in transaction: borrowing StoreTransaction
  ) throws(StoreError) -> [ClaimedRequest] {
    var claims: [RequestClaim] = []
    for received in batch {
      guard let header = received.intake.header else { continue }
      claims.append(
        RequestClaim(
          key: header.key, type: header.type, bodySHA256: header.bodySHA256.bytes,
          receivedAt: received.receivedAt))
    }
    let results = try transaction.claim(claims)
    guard results.count == claims.count else {
      throw StoreError(.fault, "\(claims.count) claims were answered by \(results.count) results")
    }
    return claimed(batch, results)
  }

  /// What claiming the requests that have a key, in order, found out: one result for each of them.
  static func claimed(_ batch: [ReceivedRequest], _ results: [ClaimResult]) -> [ClaimedRequest] {
    var next = results.startIndex
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
      return claimed(received, request, results[next], among: results, &replayed)
    }
  }

  private static func claimed(
    _ received: ReceivedRequest, _ request: RequestToRun, _ result: ClaimResult,
    among results: [ClaimResult], _ replayed: inout Set<RequestKey>
  ) -> ClaimedRequest {
    let header = request.header
    let stored: StoredRequest
    switch result {
    case .claimed: return .toRun(request, replacing: nil)
    case .seen(let found): stored = found
    case .repeats(let first):
      // The earlier one may only have been answered, and this one be a replay.
      guard case .seen(let found) = results[first], !replayed.contains(header.key) else {
        return .repeats(header)
      }
      stored = found
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
