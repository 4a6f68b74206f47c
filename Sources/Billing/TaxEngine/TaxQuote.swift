package import Monetary

/// The taxes of a document as an engine gave them: exact to the document's currency, and not rounded again.
package struct TaxQuote: Hashable, Sendable {
  /// By the lines' ids: one entry for each line of the document, empty for a line without tax.
  package let lines: [String: [InvoiceLineTax]]

  package init(lines: [String: [InvoiceLineTax]]) { self.lines = lines }

  /// The taxes in the order of the lines of the document that was asked about.
  package func taxes(of document: TaxDocument) -> [[InvoiceLineTax]] {
    document.lines.map { lines[$0.id] ?? [] }
  }

  /// What the taxes of all lines sum to.
  ///
  /// - Throws: ``MonetaryError/overflow`` beyond an amount's bound.
  package func total(in currency: Currency) throws(MonetaryError) -> Money {
    var total = Money.zero(currency)
    for taxes in lines.values {
      for tax in taxes { total = try total.adding(tax.amount) }
    }
    return total
  }
}
