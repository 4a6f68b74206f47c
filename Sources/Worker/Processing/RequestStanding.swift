import Messages
import Storage

/// What claiming found out about one request of a batch.
enum RequestStanding {
  /// There is no key to claim it by.
  case unidentified(UnidentifiedMessage)
  /// This transaction's: it is planned and gets an outcome.
  case new(IdentifiedHeader)
  /// The key has an outcome already.
  case seen(IdentifiedHeader, StoredRequest)
  /// An earlier request of the same batch has the same key and decides.
  case repeats(IdentifiedHeader)
}
