/// What numbers the posted invoices of a legal entity (<doc:Numbering>).
package enum InvoiceNumbering: Hashable, Sendable {
  /// While no policy is defined at all: ``InvoiceNumber``.
  case builtIn
  case policy(SequencePolicy)
}
