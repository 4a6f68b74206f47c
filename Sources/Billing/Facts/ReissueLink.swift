/// Two invoices of one billing cycle, of which the later takes the earlier's place; each names the other. An invoice may
/// take the place of several, and several that of one.
package struct ReissueLink: Hashable, Sendable {
  package let earlier: Invoice.ID
  package let later: Invoice.ID

  package init(earlier: Invoice.ID, later: Invoice.ID) {
    self.earlier = earlier
    self.later = later
  }
}
