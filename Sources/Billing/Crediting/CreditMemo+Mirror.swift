import CivilTime
import Monetary

extension CreditMemo {
  /// The memo that voids a posted invoice (<doc:Lifecycle#Voiding>): a line with the same taxes for each of its lines, what was
  /// prepaid and rounded. What it credits is the invoice's ``Invoice/receivable``, amounts collected for others included: the
  /// memo of a negative invoice, or of a credit note, is negative itself.
  ///
  /// Nothing is applied yet, and the number is open. It cannot overflow: its figures are the invoice's, some with the opposite
  /// sign.
  static func mirror(
    of invoice: Invoice, id: CreditMemo.ID, today: CivilDate, reasonCode: String?, reason: String?,
    request: RequestKey
  ) -> CreditMemo {
    let isOpposite = invoice.ingested?.documentType == .creditNote
    func signed(_ amount: Money) -> Money { isOpposite ? amount.negated : amount }
    var lines: [CreditMemoLine] = []
    lines.reserveCapacity(invoice.lines.count)
    for (index, line) in invoice.lines.enumerated() {
      lines.append(
        CreditMemoLine(
          id: CreditMemoLine.id(index, of: id), name: line.name, amount: signed(line.amount),
          taxTreatmentId: line.ingested?.taxTreatmentId,
          invoiceLine: CreditMemoLine.Source(index, of: invoice),
          taxes: line.taxes.map { $0.with(amount: signed($0.amount)) }))
    }
    var memo = CreditMemo(
      id: id, accountId: invoice.accountId, accountName: invoice.accountName,
      currency: invoice.currency, legalEntityId: invoice.legalEntityId, creditDate: today,
      sourceAction: .voidPostedInvoice, invoiceId: invoice.id, lines: lines,
      totalAmount: signed(invoice.totalAmount), totalTaxAmount: signed(invoice.totalTaxAmount),
      totalAmountWithTax: signed(invoice.totalAmountWithTax), credited: invoice.receivable,
      recordedDate: today, request: request)
    memo.reasonCode = reasonCode
    memo.description = reason
    memo.prepaidAmount = signed(invoice.ingested?.prepaidAmount ?? .zero(invoice.currency))
    memo.payableRounding = signed(invoice.ingested?.payableRounding ?? .zero(invoice.currency))
    return memo
  }
}
