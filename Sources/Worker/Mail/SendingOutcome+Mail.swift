package import Billing
package import Mail

extension SendingOutcome {
  /// What a server's replies say of an e-mail; nil where nothing was said of it: the server is away, or the
  /// sending was broken off. `unreachable` are
  /// recipients that are no addresses, and were not told to the server.
  package init?(_ result: SendingResult, besides unreachable: [RefusedRecipient] = []) {
    switch result {
    case .accepted(let refused): self = .accepted(refused: unreachable + refused.recipients)
    case .deferred(let diagnostic): self = .deferred(diagnostic: diagnostic)
    case .rejected(let diagnostic, let refused):
      self = .rejected(diagnostic: diagnostic, refused: unreachable + refused.recipients)
    case .serverAway, .aborted: return nil
    }
  }
}

extension [RefusedAddress] {
  fileprivate var recipients: [RefusedRecipient] {
    map { RefusedRecipient(address: $0.address.text, diagnostic: $0.diagnostic) }
  }
}
