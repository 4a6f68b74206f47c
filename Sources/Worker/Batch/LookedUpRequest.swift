import Billing
import Messages
import Storage

/// A request of a batch with what was found under its key.
enum LookedUpRequest: Sendable {
  /// There is no key to look up.
  case unidentified(UnidentifiedMessage)
  /// It gets an outcome, which takes the place of a stored one when it is a replay.
  case toRun(RequestToRun, replacing: StoredRequest?)
  /// The key has an outcome already.
  case seen(IdentifiedHeader, StoredRequest)
  /// An earlier request of the same batch has the same key and is run.
  case repeats(IdentifiedHeader)

  /// The request that is planned, where one is.
  var requestToPlan: (any Request)? {
    guard case .toRun(.plan(let identified), _) = self else { return nil }
    return identified.request
  }

  /// Whether it is one that is planned and takes no outcome's place.
  var isNewToPlan: Bool {
    guard case .toRun(.plan, replacing: nil) = self else { return false }
    return true
  }
}
