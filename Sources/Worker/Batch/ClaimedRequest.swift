import Billing
import Messages
import Storage

/// A request of a batch with what claiming its identifier found out.
enum ClaimedRequest: Sendable {
  /// There is no key to claim it by.
  case unidentified(UnidentifiedMessage)
  /// This transaction's: it gets an outcome, which takes the place of a stored one when it is a replay.
  case toRun(RequestToRun, replacing: StoredRequest?)
  /// The key has an outcome already.
  case seen(IdentifiedHeader, StoredRequest)
  /// An earlier request of the same batch has the same key and is run.
  case repeats(IdentifiedHeader)

  /// The key that this transaction has claimed for it, and must give back when it does not come to it.
  var claimedKey: RequestKey? {
    if case .toRun(let request, replacing: nil) = self { request.header.key } else { nil }
  }
}
