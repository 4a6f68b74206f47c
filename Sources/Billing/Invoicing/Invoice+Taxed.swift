import Monetary

extension Invoice {
  /// The draft with these taxes instead of its own, its totals and balance moved by the difference.
  func taxed(_ taxes: [[InvoiceLineTax]]) throws(TaxFailure) -> Invoice {
    var invoice = self
    do throws(MonetaryError) {
      var tax = Money.zero(currency)
      for (index, records) in zip(lines.indices, taxes) {
        invoice.lines[index].taxes = records
        invoice.lines[index].taxProcessingStatus = .estimated
        for record in records { tax = try tax.adding(record.amount) }
      }
      let change = try tax.subtracting(totalTaxAmount)
      invoice.totalTaxAmount = tax
      invoice.totalAmountWithTax = try totalAmountWithTax.adding(change)
      invoice.payable = try payable.adding(change)
      return try invoice.withFigures(of: settled)
    } catch {
      throw TaxFailure(lines: [
        TaxFailure.Line(
          index: 0, code: .amountOverflow,
          message: "The tax is beyond 18 digits before the point. Check the amounts and rates.")
      ])
    }
  }
}
