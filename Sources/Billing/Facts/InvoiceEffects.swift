/// What a decision changes of the stored invoices.
package struct InvoiceEffects: Hashable, Sendable {
  /// New invoices, in order of grouping key; invoice numbers are given in this order.
  package var made: [Invoice]
  /// Stored invoices that changed, each once.
  package var changed: [InvoiceChange]
  /// What settled an invoice that was made and posted: the acts that follow its posting (``InvoiceChange/Act``).
  package var settledAtPosting: [Invoice.ID: [InvoiceChange.Act]] = [:]
  /// Which earlier invoices those made replace.
  package var reissues: [ReissueLink]
  /// What numbers each posted invoice, where it is not the built-in policy.
  package var sequencePolicies: [Invoice.ID: SequencePolicy]

  package init(
    made: [Invoice] = [],
    changed: [InvoiceChange] = [],
    reissues: [ReissueLink] = [],
    sequencePolicies: [Invoice.ID: SequencePolicy] = [:]
  ) {
    self.made = made
    self.changed = changed
    self.reissues = reissues
    self.sequencePolicies = sequencePolicies
  }

  package var isEmpty: Bool {
    made.isEmpty && changed.isEmpty && reissues.isEmpty && sequencePolicies.isEmpty
  }
}
