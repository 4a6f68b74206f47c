import Monetary

extension TaxDocument {
  /// What an engine is asked of a document; nil where nothing of it is taxable, which is never asked. Lines that are not taxable are
  /// not told.
  package init?(asking document: TaxableDocument) {
    let lines = document.lines.filter(\.isTaxable)
    guard !lines.isEmpty else { return nil }
    self.init(
      documentId: document.id, kind: document.kind, currency: document.currency,
      date: document.invoiceDate, isExempt: document.isTaxExempt, shipTo: document.address,
      lines: lines.map { line in
        Line(
          id: line.taxDocumentId,
          amount: document.isCredit ? line.amount.negated : line.amount,
          taxCode: line.treatment?.taxCode,
          category: line.stated?.category ?? line.treatment?.category,
          address: line.address == document.address ? nil : line.address)
      })
  }
}

extension TaxableDocument.Line {
  /// Whether tax may be due on it.
  var isTaxable: Bool { stated != nil || treatment?.isTaxable == true }

  /// What an engine is told that the line is called: its place, for labels of ingested lines may repeat.
  var taxDocumentId: String { String(number) }
}
