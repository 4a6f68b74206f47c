/// An e-mail that came back after the server had taken it, as its sender learnt of it.
package struct EmailBounce: Hashable, Sendable {
  package let email: EmailDelivery
  /// The recipient that it came back from.
  package let address: String
  package let kind: Kind

  package init(of email: EmailDelivery, address: String, kind: Kind) {
    self.email = email
    self.address = address
    self.kind = kind
  }

  package enum Kind: String, Hashable, Sendable, CaseIterable {
    /// The address takes no mail, for good.
    case hard = "Hard"
    /// The mailbox is full, or something else that passes.
    case soft = "Soft"
    /// The recipient wants none.
    case complaint = "Complaint"

    /// Whether the address gets nothing more.
    package var suppresses: Bool { self != .soft }
  }
}
