import Billing
import Messages
import Storage

/// What claiming found out about one request of a batch.
enum RequestStanding: Hashable, Sendable {
  /// There is no key to claim it by.
  case unidentified(UnidentifiedMessage)
  /// This transaction's: it is planned and gets an outcome.
  case new(IdentifiedHeader)
  /// A replay: it is planned, and its outcome replaces the stored one.
  case replay(IdentifiedHeader, replacing: StoredRequest)
  /// The key has an outcome already.
  case seen(IdentifiedHeader, StoredRequest)
  /// An earlier request of the same batch has the same key and decides.
  case repeats(IdentifiedHeader)

  /// The key that this transaction has claimed for it.
  var claimed: RequestKey? {
    if case .new(let header) = self { header.key } else { nil }
  }

  /// The header of a request that is to be run; nil for one that is only answered.
  var headerToRun: IdentifiedHeader? {
    switch self {
    case .new(let header), .replay(let header, _): header
    case .unidentified, .seen, .repeats: nil
    }
  }
}
