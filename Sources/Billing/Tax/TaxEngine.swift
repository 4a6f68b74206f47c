/// Calculates the taxes of a document. The seam at which another engine can be put in the built-in
/// one's place (<doc:Tax>).
///
/// An engine answers at once, for planning waits for nothing. One that is asked over a network is a table of the answers that are
/// known (``QuotedTaxEngine``): plan without any, on facts that nobody locks, and drop that decision; ask for what it says is
/// ``TaxesAwaited/unquoted``, outside of any transaction; plan in the transaction with the answers. A document that is not among
/// them means that the facts have changed meanwhile: the decision says so again, and nothing of it is stored.
package protocol TaxEngine: Sendable {
  /// Part of the default grouping key: lines taxed by different engines never share an invoice.
  var name: String { get }

  /// Whether it keeps books of what is posted with its taxes: then they are committed to it, and voided with their document.
  var keepsBooks: Bool { get }

  /// The tax records of each line, and what they are from. Those calculated here sum, for each (category, rate), to that tax,
  /// rounded once on the document.
  func taxes(
    on document: TaxableDocument, facts: WorkingSet
  ) throws(TaxFailure) -> DocumentTaxes
}

extension TaxEngine {
  package var keepsBooks: Bool { false }
}
