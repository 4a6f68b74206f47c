import Monetary

extension Ingestion {
  /// What the invoice comes to.
  struct Totals {
    let tax: Money
    let taxInclusive: Money
    let prepaid: Money
    let payableRounding: Money
    let payable: Money
  }

  /// Compares each total stated with what the lines make. nil when there is no tax to add up, a part
  /// of what is payable is not exact, or a sum is beyond the bound.
  mutating func checkTotals(
    _ amounts: DocumentAmounts, taxes: [[InvoiceLineTax]]?,
    _ settlement: (prepaid: Money?, payableRounding: Money?, thirdParty: Money?),
    in currency: Currency
  ) -> Totals? {
    let stated = invoice.statedTotals
    compare(stated.lines, with: amounts.lines, "lines", "the lines' chargeAmount")
    compare(stated.allowances, with: amounts.allowances, "allowances", "the allowances")
    compare(stated.charges, with: amounts.charges, "charges", "the charges")
    compare(
      stated.taxExclusive, with: amounts.taxExclusive, "taxExclusive",
      "lines − allowances + charges")
    guard let taxes else { return nil }
    let taxTotal: Money
    let taxInclusive: Money
    do throws(MonetaryError) {
      var tax = Money.zero(currency)
      for records in taxes {
        for record in records { tax = try tax.adding(record.amount) }
      }
      taxTotal = tax
      taxInclusive = try amounts.taxExclusive.adding(tax)
    } catch {
      faults.overflow(at: "/invoice/lines")
      return nil
    }
    compare(stated.tax, with: taxTotal, "tax", "the taxes")
    compare(stated.taxInclusive, with: taxInclusive, "taxInclusive", "taxExclusive + tax")
    guard let prepaid = settlement.prepaid, let rounding = settlement.payableRounding,
      let thirdParty = settlement.thirdParty
    else { return nil }
    let payable: Money
    do throws(MonetaryError) {
      payable = try taxInclusive.subtracting(prepaid).adding(rounding).adding(thirdParty)
    } catch {
      faults.overflow(at: "/invoice/prepaidAmount")
      return nil
    }
    compare(
      stated.payable, with: payable, "payable",
      "taxInclusive − prepaidAmount + payableRounding + thirdPartyAmounts")
    warnOfSign(taxInclusive: taxInclusive, payable: payable)
    return Totals(
      tax: taxTotal, taxInclusive: taxInclusive, prepaid: prepaid, payableRounding: rounding,
      payable: payable)
  }

  /// A credit note counts with the opposite sign as it is: one with negative totals adds to what is owed, and
  /// most who send one mean the opposite.
  private mutating func warnOfSign(taxInclusive: Money, payable: Money) {
    guard invoice.documentType == .creditNote, taxInclusive.minorUnits < 0 || payable.minorUnits < 0
    else { return }
    faults.warn(
      .creditNoteNegative, at: "/invoice/documentType",
      "The credit note's total is \(taxInclusive.decimalText) and \(payable.decimalText) is payable: with "
        + "negative amounts it adds to what the account owes. If it gives money back, its amounts are positive."
    )
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
