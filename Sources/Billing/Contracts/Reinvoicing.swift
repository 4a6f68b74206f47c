/// Two invoices of one billing cycle; each names the other.
package struct Reinvoicing: Hashable, Sendable {
  package let earlier: Invoice.ID
  package let later: Invoice.ID

  package init(earlier: Invoice.ID, later: Invoice.ID) {
    self.earlier = earlier
    self.later = later
  }
}
