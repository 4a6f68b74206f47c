/// A committed document that was voided.
package struct TaxVoid: Hashable, Sendable {
  package let documentId: String
  /// The engine's own, as its answer to the commit had it; nil where there was none.
  package let transactionId: String?
  /// For the engine's books.
  package let reason: String

  package init(documentId: String, transactionId: String?, reason: String) {
    self.documentId = documentId
    self.transactionId = transactionId
    self.reason = reason
  }

  /// The same for each time that it is sent.
  package var idempotencyKey: String { "\(documentId):void" }
}

/// What came of a void.
package enum TaxVoidAnswer: Hashable, Sendable {
  /// Taken back, now or before, or never known to the engine.
  case voided(transactionId: String?)
  /// The engine's period is locked: it booked the opposite instead.
  case credited(transactionId: String)
  /// `TAX_VOID_REFUSED`, with the engine's own words.
  case refused(message: String)
  /// It was heard, but its answer cannot be read. To be sent again.
  case invalid(reason: String)
  /// It may or may not have done it. To be sent again.
  case away(reason: String)
}
