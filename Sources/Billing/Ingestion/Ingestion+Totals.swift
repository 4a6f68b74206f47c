import Monetary

extension Ingestion {
  /// What the invoice comes to.
  struct Totals {
    let tax: Money
    let taxInclusive: Money
    let payable: Money
  }

  /// Compares each total stated with what the lines make. nil when there is no tax to add up, or a
  /// sum is beyond the bound.
  mutating func checkTotals(
    _ amounts: DocumentAmounts, taxes: [[InvoiceLineTax]]?, in currency: Currency
  ) -> Totals? {
    let stated = invoice.statedTotals
    compare(stated.lines, with: amounts.lines, "lines", "the lines' chargeAmount")
    compare(stated.allowances, with: amounts.allowances, "allowances", "the allowances")
    compare(stated.charges, with: amounts.charges, "charges", "the charges")
    compare(
      stated.taxExclusive, with: amounts.taxExclusive, "taxExclusive",
      "lines − allowances + charges")
    guard let taxes else { return nil }
    let totals: Totals
    do throws(MonetaryError) {
      var tax = Money.zero(currency)
      for records in taxes {
        for record in records { tax = try tax.adding(record.amount) }
      }
      let taxInclusive = try amounts.taxExclusive.adding(tax)
      totals = Totals(
        tax: tax, taxInclusive: taxInclusive,
        payable: try taxInclusive.subtracting(amounts.prepaid).adding(amounts.payableRounding))
    } catch {
      faults.overflow(at: "/invoice/lines")
      return nil
    }
    compare(stated.tax, with: totals.tax, "tax", "the taxes")
    compare(stated.taxInclusive, with: totals.taxInclusive, "taxInclusive", "taxExclusive + tax")
    compare(
      stated.payable, with: totals.payable, "payable",
      "taxInclusive − prepaidAmount + payableRounding")
    return totals
  }

  private mutating func compare(
    _ stated: ExactDecimal?, with computed: Money, _ name: String, _ origin: String
  ) {
    guard let stated, stated != computed.decimal else { return }
    faults.refuse(
      .totalsMismatch, at: "/invoice/statedTotals/\(name)",
      "statedTotals.\(name) is \(stated), but \(origin) make \(computed.decimalText). Correct the "
        + "one or the other; nothing was stored.")
  }
}
