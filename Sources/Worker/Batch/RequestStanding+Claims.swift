import Billing
import Digest
import Messages
import Storage

extension RequestStanding {
  /// The standing of every request of a batch, in order; `results` are those of claiming the requests that
  /// have a key, in order.
  ///
  /// The rows of the stored outcomes are locked when they are looked at here. That, and that a replay names the
  /// outcome it replaces, is why one parked copy leads to one new outcome, however often it is replayed at the
  /// same moment: the second finds an outcome that it does not name, and is answered with it.
  static func standings(
    of batch: [ReceivedRequest], _ results: [ClaimResult]
  ) -> [RequestStanding] {
    var remaining = results.makeIterator()
    /// Keys of which a request of this batch is run again.
    var replayed: Set<RequestKey> = []
    return batch.map { received in
      switch received.intake {
      case .unidentified(let message):
        return .unidentified(message)
      case .request(let identified):
        return standing(
          of: received, identified.header, remaining.next(), among: results, &replayed)
      case .refused(let header, _):
        return standing(of: received, header, remaining.next(), among: results, &replayed)
      }
    }
  }

  private static func standing(
    of received: ReceivedRequest, _ header: IdentifiedHeader, _ result: ClaimResult?,
    among results: [ClaimResult], _ replayed: inout Set<RequestKey>
  ) -> RequestStanding {
    let stored: StoredRequest
    switch result {
    case .claimed: return .new(header)
    case .seen(let found): stored = found
    case .repeats(let first):
      // The earlier one may only have been answered, and this one be a replay.
      guard case .seen(let found) = results[first], !replayed.contains(header.key) else {
        return .repeats(header)
      }
      stored = found
    // There is a result for each request with a key.
    case nil: return .repeats(header)
    }
    guard received.replaces(stored) else { return .seen(header, stored) }
    replayed.insert(header.key)
    return .replay(header, replacing: stored)
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
  /// The same request = same type and same digest of the body (<doc:Requests#A-request>).
  func isSameRequest(as header: IdentifiedHeader) -> Bool {
    type == header.type && bodySHA256 == header.bodySHA256.bytes
  }
}
