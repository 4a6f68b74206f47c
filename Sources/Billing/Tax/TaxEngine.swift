/// Calculates the taxes of a document. The seam at which another engine can be put in the built-in
/// one's place (`domain.md`, "Tax").
package protocol TaxEngine: Sendable {
  /// Part of the default grouping key: lines taxed by different engines never share an invoice.
  var name: String { get }

  /// The tax records of each line, in the order of the document's lines. The records of one
  /// (category, rate) sum to that tax, rounded once on the document.
  func taxes(
    on document: TaxableDocument, facts: WorkingSet
  ) throws(TaxFailure) -> [[InvoiceLineTax]]
}
