/// The taxes of a document, and what they are from.
package struct DocumentTaxes: Hashable, Sendable {
  /// The tax records of each line, in the order of the document's lines.
  package let lines: [[InvoiceLineTax]]
  package let source: Source

  package init(lines: [[InvoiceLineTax]], source: Source = .here) {
    self.lines = lines
    self.source = source
  }

  package enum Source: Hashable, Sendable {
    /// Calculated here; also where there is nothing to calculate, so that nobody elsewhere was to be asked.
    case here
    /// As an engine elsewhere gave them. What is posted with them is committed.
    case quoted(TaxedDocument)
    /// Estimated here because the engine is away, for this reason.
    case fallback(reason: String)
    /// Nowhere yet: the lines have none. See ``TaxesAwaited/unquoted``.
    case unquoted(TaxDocument)
    /// Nowhere, for the engine is away for this reason: the lines have none. See ``TaxesAwaited/away``.
    case away(reason: String)
  }
}

extension DocumentTaxes.Source {
  /// Whether an engine elsewhere gave them.
  var isQuoted: Bool { if case .quoted = self { true } else { false } }
}
