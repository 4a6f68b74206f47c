/// What a decision changes of e-mails.
package struct EmailEffects: Hashable, Sendable {
  package var queued: [EmailDelivery] = []
  /// Stored e-mails of which the status or the diagnostic changed: bounced, or failed because the invoice was voided.
  package var changed: [EmailDelivery] = []
  /// Of these the ones that were Sent and have come back, with how.
  package var bounces: [EmailBounce] = []
  /// Addresses, in lower case, that get nothing more.
  package var suppressed: [EmailSuppression] = []
  /// Addresses, in lower case, that may get e-mail again.
  package var unsuppressed: [String] = []

  package init() {}

  package var isEmpty: Bool {
    queued.isEmpty && changed.isEmpty && bounces.isEmpty && suppressed.isEmpty && unsuppressed.isEmpty
  }
}

/// An address that refused an e-mail for good, or complained.
package struct EmailSuppression: Hashable, Sendable {
  /// In lower case.
  package let address: String
  package let reason: String

  package init(address: String, reason: String) {
    self.address = address
    self.reason = reason
  }
}
