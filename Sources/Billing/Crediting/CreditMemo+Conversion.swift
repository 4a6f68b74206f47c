import CivilTime
import Monetary

extension CreditMemo {
  /// The memo that lines of an invoice become, each with its opposite amounts and taxes
  /// (<doc:Lifecycle#Converting-negative-lines>).
  ///
  /// - Throws: ``MonetaryError/overflow`` when the lines' sum is beyond an amount.
  static func conversion(
    of indices: [Int], of invoice: Invoice, id: CreditMemo.ID, creditDate: CivilDate,
    today: CivilDate, request: RequestKey
  ) throws(MonetaryError) -> CreditMemo {
    let lines = indices.enumerated().map { place, index in
      CreditMemoLine(index, of: invoice, on: id, at: place) { $0.negated }
    }
    let totals = try CreditMemoTotals(of: lines, currency: invoice.currency)
    return CreditMemo(
      id: id, accountId: invoice.accountId, accountName: invoice.accountName,
      currency: invoice.currency, legalEntityId: invoice.legalEntityId, creditDate: creditDate,
      sourceAction: .negativeInvoiceLineConversion, invoiceId: invoice.id, lines: lines,
      totalAmount: totals.amount, totalTaxAmount: totals.tax,
      totalAmountWithTax: totals.amountWithTax, credited: totals.amountWithTax,
      recordedDate: today, request: request)
  }

  /// The memo that gives up a part of what is owed on an invoice (<doc:Lifecycle#Writing-off>): one line, without tax.
  static func writeOff(
    of amount: Money, of invoice: Invoice, id: CreditMemo.ID, creditDate: CivilDate,
    today: CivilDate, reasonCode: String, reason: String?, request: RequestKey
  ) -> CreditMemo {
    let line = CreditMemoLine(
      id: CreditMemoLine.id(0, of: id),
      name: "Write-off of invoice \(invoice.number ?? invoice.id.text)",
      amount: amount, taxStrategy: .ignore)
    var memo = CreditMemo(
      id: id, accountId: invoice.accountId, accountName: invoice.accountName,
      currency: invoice.currency, legalEntityId: invoice.legalEntityId, creditDate: creditDate,
      sourceAction: .writeOffPostedInvoice, invoiceId: invoice.id, lines: [line],
      totalAmount: amount, totalTaxAmount: .zero(invoice.currency), totalAmountWithTax: amount,
      credited: amount, recordedDate: today, request: request)
    memo.reasonCode = reasonCode
    memo.description = reason
    return memo
  }
}
