package import Billing
import CivilTime
package import JSON
import Monetary

/// The ledger's records, as events, completions and the command line carry them (<doc:Events#Ledger>).
extension JSONWriter {
  package mutating func payment(_ payment: Payment) {
    beginObject()
    member("paymentId", payment.id.text)
    amount(payment.amount, of: payment.accountId)
    member("receivedDate", payment.receivedDate)
    member("method", payment.method)
    member("reference", payment.reference)
    member("savedPaymentMethodId", payment.savedPaymentMethodId)
    member("appliedAmount", payment.applied)
    member("refundedAmount", payment.refunded)
    member("reversedAmount", payment.reversed)
    member("unappliedAmount", payment.unapplied)
    member("recordedDate", payment.recordedDate)
    member("requestIdentifier", payment.request.identifier)
    endObject()
  }

  package mutating func application(_ application: Application) {
    beginObject()
    member("applicationId", application.id.text)
    reference("source", application.source.record)
    member("invoiceId", application.invoiceId.text)
    amount(application.amount, of: application.accountId)
    member("effectiveDate", application.effectiveDate)
    member("recordedDate", application.recordedDate)
    member("takesBack", application.takesBack?.text)
    endObject()
  }

  package mutating func refund(_ refund: Refund) {
    beginObject()
    member("refundId", refund.id.text)
    reference("source", refund.source.record)
    amount(refund.amount, of: refund.accountId)
    member("refundDate", refund.refundDate)
    member("reference", refund.reference)
    member("recordedDate", refund.recordedDate)
    endObject()
  }

  package mutating func reversal(_ reversal: Reversal) {
    beginObject()
    member("reversalId", reversal.id.text)
    member("paymentId", reversal.paymentId.text)
    amount(reversal.amount, of: reversal.accountId)
    member("reversalDate", reversal.reversalDate)
    member("reason", reversal.reason.rawValue)
    member("recordedDate", reversal.recordedDate)
    endObject()
  }

  private mutating func amount(_ amount: Money, of account: Account.ID) {
    member("accountId", account.text)
    member("currency", amount.currency.code)
    member("amount", amount)
  }
}
