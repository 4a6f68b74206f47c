/// What became of one try to hand a message to a server.
package enum SendingResult: Hashable, Sendable {
  /// The server has the message, for all recipients but the refused ones.
  case accepted(refused: [RefusedAddress])
  /// Later it may take it: a reply of 4xx, or a connection lost once the sender was accepted. It may even have it.
  case deferred(diagnostic: String)
  /// It never will: replies of 5xx.
  case rejected(diagnostic: String, refused: [RefusedAddress])
  /// Nothing was said of the message: no connection, no TLS, no sign-in, or the sender was not accepted.
  case serverAway(reason: String)
  /// This side broke it off before anything was said of the message: nothing of the server's or the message's.
  case aborted
}

package struct RefusedAddress: Hashable, Sendable {
  package let address: MailAddress
  package let diagnostic: String

  package init(address: MailAddress, diagnostic: String) {
    self.address = address
    self.diagnostic = diagnostic
  }
}
