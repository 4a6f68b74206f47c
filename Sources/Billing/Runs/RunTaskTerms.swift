/// What a Tasks run requests for each of its invoices, as in ``RunTasks``.
package struct RunTaskTerms: Hashable, Sendable {
  /// At least one, each once.
  package let kinds: [PostInvoicingTask]
  package let again: Bool

  package init(kinds: [PostInvoicingTask], again: Bool = false) {
    self.kinds = kinds
    self.again = again
  }
}
