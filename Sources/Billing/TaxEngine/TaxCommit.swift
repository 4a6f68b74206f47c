package import Monetary

/// A posted document's tax for the engine's books.
package struct TaxCommit: Hashable, Sendable {
  /// The number by which people know the document.
  package enum Number: Hashable, Sendable {
    case invoice(String)
    case creditMemo(String)
  }

  /// As it was posted, of the kind Final.
  package let document: TaxDocument
  package let number: Number
  /// The taxes that it was posted with.
  package let quote: TaxQuote

  package init(document: TaxDocument, number: Number, quote: TaxQuote) {
    self.document = document
    self.number = number
    self.quote = quote
  }

  /// The same for each time that it is sent: the engine books it once.
  package var idempotencyKey: String { "\(document.documentId):commit" }
}

/// What came of a commit. Whatever it is, the document does not change.
package enum TaxCommitAnswer: Hashable, Sendable {
  /// Booked, now or before, with the same total.
  case committed(transactionId: String)
  /// Booked, with another total than the document's: `TAX_COMMIT_VARIANCE`.
  case variance(transactionId: String, committedTax: Money)
  /// `TAX_COMMIT_REFUSED`, with the engine's own words.
  case refused(message: String)
  /// It was heard, but whether it booked cannot be read from its answer. To be sent again as after ``away``: the key makes that
  /// harmless.
  case invalid(reason: String)
  /// It may or may not have booked. To be sent again.
  case away(reason: String)
}
