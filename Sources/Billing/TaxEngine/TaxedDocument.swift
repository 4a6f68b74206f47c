package import Monetary

/// A document with the taxes that an engine quoted for it: what is posted with them is committed with them.
package struct TaxedDocument: Hashable, Sendable {
  /// As the engine was asked.
  package let document: TaxDocument
  package let quote: TaxQuote
  /// What the taxes sum to; negative on what is credited.
  package let total: Money

  /// - Throws: ``MonetaryError/overflow`` where the taxes sum to more than an amount can be.
  package init(_ document: TaxDocument, _ quote: TaxQuote) throws(MonetaryError) {
    self.document = document
    self.quote = quote
    total = try quote.total(in: document.currency)
  }
}
