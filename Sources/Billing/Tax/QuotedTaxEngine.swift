import Monetary

/// The engine of a worker that has taxes calculated elsewhere (<doc:Tax#An-engine-over-HTTP>): looks up what was answered before, the
/// document being the key. Without answers it is the engine of the first pass, which finds out what is to be asked.
package struct QuotedTaxEngine: TaxEngine {
  /// What is known of the documents so far.
  package let answers: [TaxDocument: TaxAnswer]
  /// Whether drafts and previews are estimated by the rate table while the engine is away.
  package let estimatesWhileAway: Bool

  package init(answers: [TaxDocument: TaxAnswer] = [:], estimatesWhileAway: Bool = false) {
    self.answers = answers
    self.estimatesWhileAway = estimatesWhileAway
  }

  /// One for all of them, whatever is behind the address: the worker knows one shape.
  package var name: String { "HTTP" }

  package var keepsBooks: Bool { true }

  package func taxes(
    on document: TaxableDocument, facts: WorkingSet
  ) throws(TaxFailure) -> DocumentTaxes {
    guard let asked = TaxDocument(asking: document) else {
      return DocumentTaxes(lines: document.untaxed)
    }
    switch answers[asked] {
    case nil: return DocumentTaxes(lines: document.untaxed, source: .unquoted(asked))
    case .quoted(let quote):
      do throws(MonetaryError) {
        return DocumentTaxes(
          lines: document.taxes(in: quote), source: .quoted(try TaxedDocument(asked, quote)))
      } catch {
        throw document.failure(
          .taxEngineInvalid,
          "The tax engine's answer sums to more than an amount can be. Report it to whoever runs the engine."
        )
      }
    case .refused(let message):
      throw document.failure(
        .taxEngineRefused,
        "The tax engine refuses to calculate the document's tax: \(message). Correct the address, the tax "
          + "codes or the engine's settings.")
    case .invalid(let reason):
      throw document.failure(
        .taxEngineInvalid,
        "The tax engine's answer \(reason). Report it to whoever runs the engine.")
    case .away(let reason):
      guard estimatesWhileAway, document.kind == .estimate else {
        return DocumentTaxes(lines: document.untaxed, source: .away(reason: reason))
      }
      return estimate(document, facts, whileAway: reason)
    }
  }

  /// What the rate table cannot tell is no fault of the document's: the engine might.
  private func estimate(
    _ document: TaxableDocument, _ facts: WorkingSet, whileAway reason: String
  ) -> DocumentTaxes {
    do throws(TaxFailure) {
      let taxes = try RateTableTaxEngine().taxes(on: document, facts: facts)
      return DocumentTaxes(lines: taxes.lines, source: .fallback(reason: reason))
    } catch {
      return DocumentTaxes(lines: document.untaxed, source: .away(reason: reason))
    }
  }
}

extension TaxableDocument {
  fileprivate var untaxed: [[InvoiceLineTax]] {
    [[InvoiceLineTax]](repeating: [], count: lines.count)
  }

  /// An engine counts what is credited as negative, and the document does not.
  fileprivate func taxes(in quote: TaxQuote) -> [[InvoiceLineTax]] {
    lines.map { line in
      guard line.isTaxable, var taxes = quote.lines[line.taxDocumentId] else { return [] }
      if isCredit {
        for index in taxes.indices { taxes[index].amount = taxes[index].amount.negated }
      }
      return taxes
    }
  }

  /// An engine says nothing of a line, but of the document: each of the lines that it was asked about is at fault.
  fileprivate func failure(_ code: ErrorCode, _ message: String) -> TaxFailure {
    TaxFailure(
      lines: lines.indices.filter { lines[$0].isTaxable }.map {
        TaxFailure.Line(index: $0, code: code, message: message)
      }, isOfDocument: true)
  }
}
