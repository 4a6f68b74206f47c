package import Billing

extension Queries {
  /// Hands over every document that is open on the day, in constant memory: by account, currency, invoices before memos
  /// before payments; where the stored figures are asked, of these what is due first.
  ///
  /// From today on the figures kept with the documents say what is open. For a past day the ledger does: documents with a book
  /// date up to it, less what was applied, refunded and reversed with an effective date up to it (<doc:Lifecycle#Aging>).
  package func forEachOpenDocument(
    _ selection: AgingSelection, _ body: (AgedDocument) -> Void
  ) throws(StoreError) {
    try session.reading { () throws(StoreError) in
      try database.openDocuments(selection, body)
    }
  }
}

extension Database {
  /// The same within a transaction that is open.
  func openDocuments(
    _ selection: AgingSelection, _ body: (AgedDocument) -> Void
  ) throws(StoreError) {
    let isStored = selection.asOf >= selection.today
    let statement = AgingStatement(selection)
    var fold = AgingFold(isStored: isStored)
    try stream(isStored ? statement.stored : statement.asOfDay) { found throws(StoreError) in
      if let document = try fold.take(found) { body(document) }
    }
    if let document = try fold.end() { body(document) }
  }
}
