/// What came of asking an engine for a document's tax.
package enum TaxAnswer: Hashable, Sendable {
  case quoted(TaxQuote)
  /// The engine will not: its own words. The document's grouping key fails with `TAX_ENGINE_REFUSED`.
  case refused(message: String)
  /// It answered what cannot be used: unreadable, incomplete, finer than the currency, a tax for an exempt account, a total beyond
  /// an amount's bound. The document's grouping key fails with `TAX_ENGINE_INVALID`.
  case invalid(reason: String)
  /// It did not answer: no fault of the document's, which is asked again later.
  case away(reason: String)
}
