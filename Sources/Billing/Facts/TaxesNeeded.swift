import CivilTime

/// What of the documents' taxes at an engine a request looks up.
package struct TaxesNeeded: Hashable, Sendable {
  /// Documents whose transactions, where there are any, may change: locked, after the accounts and before the numbers, so that the
  /// relay that tells the engine of them meets them before or after the request.
  package var transactions: Set<TaxTransaction.ID> = []

  package init() {}

  mutating func insert(
    invoices: some Sequence<Invoice.ID>, creditMemos: some Sequence<CreditMemo.ID> = []
  ) {
    for id in invoices { transactions.insert(TaxTransaction.id(of: .invoice(id))) }
    for id in creditMemos { transactions.insert(TaxTransaction.id(of: .creditMemo(id))) }
  }

  package mutating func formUnion(_ other: TaxesNeeded) {
    transactions.formUnion(other.transactions)
  }
}

/// The taxes at an engine as far as they are loaded, and what the requests planned so far have done to them.
package struct TaxTables: Sendable {
  package private(set) var transactions: [TaxTransaction.ID: TaxTransaction] = [:]

  package init() {}

  package mutating func insert(_ transaction: TaxTransaction) {
    transactions[transaction.id] = transaction
  }

  /// What becomes of the tax of documents that are voided: taken back at the engine, or never told to it.
  func voiding(
    _ subjects: some Sequence<TaxTransaction.Subject>, because reason: String?,
    at now: UTCInstant
  ) -> [TaxTransaction] {
    guard !transactions.isEmpty else { return [] }
    return subjects.compactMap { subject in
      transactions[TaxTransaction.id(of: subject)]?
        .applying(.documentVoided(reason: reason), at: now)
    }
  }

  mutating func apply(_ effects: TaxEffects) {
    for opened in effects.opened { insert(opened.transaction) }
    for transaction in effects.changed { insert(transaction) }
  }
}
