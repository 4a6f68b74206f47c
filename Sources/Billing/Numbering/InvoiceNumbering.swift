/// What numbers the posted invoices, or the credit memos, of a legal entity (<doc:Numbering>).
package enum InvoiceNumbering: Hashable, Sendable {
  /// While no policy is defined for the kind of document at all: ``InvoiceNumber``, ``CreditMemoNumber``.
  case builtIn
  case policy(SequencePolicy)

  /// nil: the built-in one.
  package var policy: SequencePolicy? { if case .policy(let policy) = self { policy } else { nil } }
}
