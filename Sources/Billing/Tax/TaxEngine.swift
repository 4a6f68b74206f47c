/// Calculates the taxes of a document. The seam at which another engine can be put in the built-in
/// one's place (<doc:Tax>).
///
/// An engine answers at once, for planning waits for nothing. One that is asked over a network joins without a change of
/// the core, because both sides of the seam are values: plan with an engine that notes each ``TaxableDocument`` and
/// charges nothing, and drop that decision; ask the service for the documents noted, outside of any transaction; plan
/// in the transaction with an engine that looks the answers up, the document itself being the key. A document that is not
/// among the answers means that the facts have changed meanwhile: note it, fail it with a ``TaxFailure``, and ask
/// again, before anything of that decision is stored.
package protocol TaxEngine: Sendable {
  /// Part of the default grouping key: lines taxed by different engines never share an invoice.
  var name: String { get }

  /// The tax records of each line, in the order of the document's lines. The records of one
  /// (category, rate) sum to that tax, rounded once on the document.
  func taxes(
    on document: TaxableDocument, facts: WorkingSet
  ) throws(TaxFailure) -> [[InvoiceLineTax]]
}
