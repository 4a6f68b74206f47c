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
    var memo = CreditMemo(
      copying: invoice, id: id, .voidPostedInvoice, creditDate: today,
      isOpposite: invoice.isCreditNote, credited: invoice.receivable, today: today,
      request: request)
    memo.reasonCode = reasonCode
    memo.description = reason
    return memo
  }

  /// The memo that a credit note becomes as a whole (<doc:Lifecycle#Converting-negative-lines>): its amounts as they are
  /// written, and what it credits is the negative balance that the note stands with.
  static func conversion(
    ofCreditNote invoice: Invoice, id: CreditMemo.ID, creditDate: CivilDate, today: CivilDate,
    request: RequestKey
  ) -> CreditMemo {
    CreditMemo(
      copying: invoice, id: id, .negativeInvoiceLineConversion, creditDate: creditDate,
      isOpposite: false, credited: invoice.balance.negated, today: today, request: request)
  }

  /// With every figure of an invoice, or its opposite.
  private init(
    copying invoice: Invoice, id: CreditMemo.ID, _ action: SourceAction, creditDate: CivilDate,
    isOpposite: Bool, credited: Money, today: CivilDate, request: RequestKey
  ) {
    func signed(_ amount: Money) -> Money { isOpposite ? amount.negated : amount }
    self.init(
      id: id, accountId: invoice.accountId, accountName: invoice.accountName,
      currency: invoice.currency, legalEntityId: invoice.legalEntityId, creditDate: creditDate,
      sourceAction: action, invoiceId: invoice.id,
      lines: CreditMemoLine.copies(of: invoice, on: id, signed: signed),
      totalAmount: signed(invoice.totalAmount), totalTaxAmount: signed(invoice.totalTaxAmount),
      totalAmountWithTax: signed(invoice.totalAmountWithTax), credited: credited,
      recordedDate: today, request: request)
    prepaidAmount = signed(invoice.ingested?.prepaidAmount ?? .zero(invoice.currency))
    payableRounding = signed(invoice.ingested?.payableRounding ?? .zero(invoice.currency))
  }
}

extension CreditMemoLine {
  /// The lines of the memo that voids an invoice, in the order of the invoice's. Nothing of them changes once the invoice is
  /// voided, so that they are the same whenever they are made.
  package static func mirroring(_ invoice: Invoice, on memo: CreditMemo.ID) -> [CreditMemoLine] {
    let isOpposite = invoice.isCreditNote
    return copies(of: invoice, on: memo) { isOpposite ? $0.negated : $0 }
  }

  fileprivate static func copies(
    of invoice: Invoice, on memo: CreditMemo.ID, signed: (Money) -> Money
  ) -> [CreditMemoLine] {
    var lines: [CreditMemoLine] = []
    lines.reserveCapacity(invoice.lines.count)
    for index in invoice.lines.indices {
      lines.append(CreditMemoLine(index, of: invoice, on: memo, at: index, signed: signed))
    }
    return lines
  }

  /// The line that copies the one at an index of an invoice, with every amount as `signed` has it. `place` is its index on the
  /// memo.
  init(
    _ index: Int, of invoice: Invoice, on memo: CreditMemo.ID, at place: Int,
    signed: (Money) -> Money
  ) {
    let line = invoice.lines[index]
    self.init(
      id: Self.id(place, of: memo), name: line.name, amount: signed(line.amount),
      taxTreatmentId: line.ingested?.taxTreatmentId, invoiceLine: Source(index, of: invoice),
      taxes: line.taxes.map { $0.with(amount: signed($0.amount)) })
  }
}
