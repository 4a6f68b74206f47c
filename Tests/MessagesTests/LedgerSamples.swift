import Billing
import Messages
import Monetary

/// What the ledger's encoders are given in tests: a memo of an invoice's line, applied; a payment with a refund and a reversal.
enum LedgerSamples {
  private static let day = RecordSamples.date("2026-11-18")
  private static func money(_ text: String) -> Money { EventSamples.money(text) }

  static let memo: CreditMemo = {
    var memo = CreditMemo(
      id: "CM-1", accountId: "ACC-1001", accountName: "Nordlys AS",
      currency: RecordSamples.currency,
      legalEntityId: "LE-1", creditDate: RecordSamples.date("2026-11-20"),
      sourceAction: .invoiceLines, invoiceId: "I-1",
      lines: [
        CreditMemoLine(
          id: "CM-1-1", name: "Støtte", amount: money("14"),
          invoiceLine: CreditMemoLine.Source(invoiceId: "I-1", position: 1, lineId: "I-1-1"),
          taxStrategy: .copyFromInvoiceLine,
          taxes: [
            InvoiceLineTax(
              name: "VAT", code: "VAT", category: "S", rate: 25, amount: money("3.50"))
          ])
      ],
      totalAmount: money("14"), totalTaxAmount: money("3.50"), totalAmountWithTax: money("17.50"),
      credited: money("17.50"), recordedDate: day, request: EventSamples.key)
    memo.number = "CM-2026-000001"
    memo.reasonCode = "Quality"
    memo.applied = money("10")
    return memo
  }()

  static let payment: Payment = {
    var payment = Payment(
      id: "PAY-1", accountId: "ACC-1001", amount: money("100"), receivedDate: day,
      method: "BankTransfer", reference: "E2E-7", recordedDate: day, request: EventSamples.key)
    payment.applied = money("60")
    payment.refunded = money("30")
    payment.reversed = money("5")
    return payment
  }()

  static let application = Application(
    id: "A-2", source: .payment("PAY-1"), invoiceId: "I-1", accountId: "ACC-1001",
    amount: money("60"), effectiveDate: day, recordedDate: day, takesBack: "A-1")

  static let refund = Refund(
    id: "REF-1", source: .creditMemo("CM-1"), accountId: "ACC-1001", amount: money("30"),
    refundDate: day, reference: "R-7", recordedDate: day)

  static let reversal = Reversal(
    id: "REV-1", paymentId: "PAY-1", accountId: "ACC-1001", amount: money("5"), reversalDate: day,
    reason: .chargeback, recordedDate: day)

  static let effects: LedgerEffects = {
    var effects = LedgerEffects()
    effects.creditMemos = [memo]
    effects.payments = [payment]
    effects.applications = [application]
    effects.refunds = [refund]
    effects.reversals = [reversal]
    return effects
  }()
}
