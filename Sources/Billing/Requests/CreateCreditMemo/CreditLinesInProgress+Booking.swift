import Monetary

/// What a memo takes back of a tax that an engine has in its books (<doc:Tax#After-posting>).
extension CreditLinesInProgress {
  /// What the engine is told of the memo: the lines that it calculated, those that credit a line of which it gave the tax, and
  /// those whose tax a person gave. nil where it keeps no books, or none of the lines has a tax.
  ///
  /// - Parameters:
  ///   - lines: as they are stored, one for each line of the request.
  ///   - memo: the memo's identifier.
  ///   - engine: that taxes are calculated by.
  /// - Returns: The document and its taxes, as the engine counts them.
  /// - Throws: ``MonetaryError/overflow`` where the taxes sum to more than an amount can be.
  func booked(
    _ lines: [CreditMemoLine], on memo: CreditMemo.ID, by engine: any TaxEngine
  ) throws(MonetaryError) -> TaxedDocument? {
    guard engine.keepsBooks else { return nil }
    var told: [TaxDocument.Line] = []
    var taxes: [String: [InvoiceLineTax]] = [:]
    if case .quoted(let calculated) = taxSource {
      told = calculated.document.lines
      taxes = calculated.quote.lines
    }
    for (index, line) in lines.enumerated() where line.taxStrategy != .calculate && isTold(line) {
      let id = String(index + 1)
      told.append(
        TaxDocument.Line(
          id: id, amount: line.amount.negated, taxCode: line.taxes.first?.code,
          category: line.taxes.first?.category))
      taxes[id] = line.taxes.map { $0.with(amount: $0.amount.negated) }
    }
    guard !told.isEmpty else { return nil }
    let document = TaxDocument(
      documentId: memo.text, kind: .final, currency: currency, date: request.creditDate,
      isExempt: account.isTaxExempt, shipTo: account.taxAddress, lines: told)
    return try TaxedDocument(document, TaxQuote(lines: taxes))
  }

  private func isTold(_ line: CreditMemoLine) -> Bool {
    guard line.taxes.contains(where: { !$0.amount.isZero }) else { return false }
    guard let source = line.invoiceLine else { return true }
    guard let invoice = settling.invoice(source.invoiceId), invoice.areTaxesQuoted else {
      return false
    }
    return invoice.lines[source.position - 1].ingested?.areTaxesGiven != true
  }
}
