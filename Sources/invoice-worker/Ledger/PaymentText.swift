import Billing
import CivilTime
import JSON
import Messages
import Monetary
import Storage

/// A payment for people and for machines, with what became of it.
enum PaymentText {
  static func text(_ view: PaymentView, width: Int?) -> String {
    let payment = view.payment
    var head = Table.ofValues("Payment", payment.id.text)
    head.append(values: [
      "Account": payment.accountId.text,
      "Received": payment.receivedDate.description,
      "Recorded": payment.recordedDate.description,
      "Method": payment.method,
      "Reference": payment.reference,
      "Saved payment method": payment.savedPaymentMethodId,
      "Request": payment.request.identifier,
    ])
    var text = head.text(width: width) + "\n"
    if let rows = LedgerText.table(view.applications, view.refunds, view.reversals) {
      text += rows.text(width: width) + "\n"
    }
    return text
      + LedgerText.sums([
        ("Amount", payment.amount), ("Applied", payment.applied.negated),
        ("Refunded", payment.refunded.negated), ("Reversed", payment.reversed.negated),
        ("Unapplied", payment.unapplied),
      ]).text(width: width)
  }

  static func write(_ view: PaymentView, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.key("payment")
    writer.payment(view.payment)
    writer.applications(view.applications)
    writer.refunds(view.refunds)
    writer.key("reversals")
    writer.beginArray()
    for reversal in view.reversals { writer.reversal(reversal) }
    writer.endArray()
    writer.endObject()
  }
}

extension JSONWriter {
  mutating func applications(_ applications: [ApplicationView]) {
    key("applications")
    beginArray()
    for view in applications { application(view.application) }
    endArray()
  }

  mutating func refunds(_ refunds: [Refund]) {
    key("refunds")
    beginArray()
    for refund in refunds { self.refund(refund) }
    endArray()
  }
}
