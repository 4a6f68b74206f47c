import Monetary

/// A stored draft with its tax calculated again.
struct TaxedInvoice {
  var invoice: Invoice
  /// What the tax is from that was calculated.
  let source: DocumentTaxes.Source
}

extension Invoice {
  /// The draft with its tax calculated by the records of now, its totals, balance and instalments with it. `account` is the
  /// invoice's. With `keepsGiven`, taxes that came with an ingested draft stay as they are.
  func taxedAgain(
    keepsGiven: Bool, as kind: TaxDocument.Kind, _ account: Account, on facts: WorkingSet,
    by engine: any TaxEngine
  ) throws(TaxFailure) -> TaxedInvoice {
    let indices = lines.indices.filter {
      !keepsGiven || lines[$0].ingested?.areTaxesGiven != true
    }
    guard !indices.isEmpty else { return TaxedInvoice(invoice: self, source: .here) }
    let taxes: DocumentTaxes
    do throws(TaxFailure) {
      taxes = try engine.taxes(
        on: taxableDocument(of: indices, as: kind, account, facts: facts), facts: facts)
    } catch {
      throw TaxFailure(
        lines: error.lines.map {
          TaxFailure.Line(index: indices[$0.index], code: $0.code, message: $0.message)
        }, isOfDocument: error.isOfDocument)
    }
    var invoice = self
    for (index, records) in zip(indices, taxes.lines) {
      invoice.lines[index].taxes = records
      invoice.lines[index].taxProcessingStatus = .estimated
      invoice.lines[index].ingested?.areTaxesGiven = false
    }
    invoice.areTaxesQuoted = taxes.source.isQuoted
    do throws(MonetaryError) {
      try invoice.sumTaxes()
      try invoice.resplit(before: receivable, by: facts.paymentTerm(paymentTermId))
      return TaxedInvoice(invoice: invoice, source: taxes.source)
    } catch {
      throw TaxFailure(lines: [
        TaxFailure.Line(
          index: 0, code: .amountOverflow,
          message: "The tax is beyond 18 digits before the point. Check the amounts and rates.")
      ])
    }
  }

  /// Totals and balance as the lines' taxes have them.
  private mutating func sumTaxes() throws(MonetaryError) {
    var tax = Money.zero(currency)
    for line in lines {
      for record in line.taxes { tax = try tax.adding(record.amount) }
    }
    let change = try tax.subtracting(totalTaxAmount)
    totalTaxAmount = tax
    totalAmountWithTax = try totalAmountWithTax.adding(change)
    payable = try payable.adding(change)
    self = try withFigures(of: settled)
  }
}
