package import Billing

/// An e-mail that one relay holds until its lease ends.
package struct LeasedEmail: Sendable {
  package let email: EmailDelivery
  /// The addresses, in lower case, that were suppressed when it was leased.
  package let suppressed: Set<String>
  /// Whether its invoice was voided since it was queued.
  package let isVoided: Bool

  package init(email: EmailDelivery, suppressed: Set<String>, isVoided: Bool) {
    self.email = email
    self.suppressed = suppressed
    self.isVoided = isVoided
  }
}
