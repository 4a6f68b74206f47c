import Billing
import Messages

/// Which requests may be planned on the same facts.
///
/// Facts are loaded once for a batch, before any of its requests is planned, and from what is stored then. An upsert may
/// give a schedule another account, group or address, and what stands behind those (default records, rates, policies,
/// suspensions) would be missing for a request that comes after it in the same batch: it would be billed without
/// tax, or by another policy.
extension ReceivedRequest {
  private var changesWhatIsLoaded: Bool {
    guard case .request(let identified) = intake else { return false }
    return identified.request is UpsertRecords
  }

  /// The requests with the upserts before the others, each in their order, so that few transactions are needed. No order
  /// is promised between requests.
  static func upsertsFirst(_ batch: [ReceivedRequest]) -> [ReceivedRequest] {
    batch.filter(\.changesWhatIsLoaded) + batch.filter { !$0.changesWhatIsLoaded }
  }

  /// The first requests of a batch, up to one that must not be planned on facts from before an upsert among them.
  static func sharingFacts(_ batch: [ReceivedRequest]) -> [ReceivedRequest] {
    var hasUpsert = false
    for (place, received) in batch.enumerated() {
      if received.changesWhatIsLoaded {
        hasUpsert = true
      } else if hasUpsert {
        return Array(batch[..<place])
      }
    }
    return batch
  }
}
