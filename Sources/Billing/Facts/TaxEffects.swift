import CivilTime

/// What a decision changes of the documents' taxes at an engine.
package struct TaxEffects: Hashable, Sendable {
  /// Of documents that it posts with a tax that an engine quoted, each ToCommit.
  package var opened: [Opened] = []
  /// Stored ones, as they are now.
  package var changed: [TaxTransaction] = []

  package init() {}

  package var isEmpty: Bool { opened.isEmpty && changed.isEmpty }

  package struct Opened: Hashable, Sendable {
    package let transaction: TaxTransaction
    /// What the engine is told, stored beside the transaction and never changed.
    package let document: TaxedDocument

    package init(transaction: TaxTransaction, document: TaxedDocument) {
      self.transaction = transaction
      self.document = document
    }

    /// Of a document that is posted now.
    init(
      _ subject: TaxTransaction.Subject, of account: Account.ID, _ document: TaxedDocument,
      at now: UTCInstant
    ) {
      self.init(
        transaction: TaxTransaction(
          of: subject, accountId: account, total: document.total, at: now),
        document: document)
    }
  }
}
