package import Billing
package import CivilTime

/// An e-mail that one relay holds until its lease ends.
package struct LeasedEmail: Sendable {
  package let email: EmailDelivery
  /// The addresses, in lower case, that were suppressed when it was leased.
  package let suppressed: Set<String>
  /// Whether its invoice was voided since it was queued.
  package let isVoided: Bool

  /// The end of the lease.
  package let until: UTCInstant

  package init(
    email: EmailDelivery, suppressed: Set<String>, isVoided: Bool, until: UTCInstant
  ) {
    self.email = email
    self.suppressed = suppressed
    self.isVoided = isVoided
    self.until = until
  }

  /// By what a lease is known in the database.
  struct Lease: Hashable {
    let until: UTCInstant
    let attempts: Int
  }

  var lease: Lease { Lease(until: until, attempts: email.attempts) }
}
