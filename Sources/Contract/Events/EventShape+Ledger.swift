import Billing

/// Credit memos, payments, and what settles invoices.
extension EventShape {
  static let creditMemoHead = EventShape(
    "CreditMemoHead", "A credit memo without its lines.", memoMembers)

  static let creditMemo = EventShape(
    "CreditMemo", "A credit memo.",
    memoMembers + [
      .sometimes("lines", .list(.object(memoLine)), "Its lines."),
      .sometimes("linesOmitted", .flag, "True where lines are left out for their length."),
    ])

  private static let memoMembers: [EventMember] = [
    .always("creditMemoId", .text, "The memo's identifier."),
    .orNull("creditMemoNumber", .text, "Its number."),
    .always("status", .choice(CreditMemo.Status.self), "Where it stands."),
    .always("accountId", .text, "The account that is credited."),
    .orNull("accountName", .text, "The customer's name as it was then."),
    .always("currency", .text, "The currency of its amounts."),
    .orNull("legalEntityId", .text, "The legal entity that issues it."),
    .always("creditDate", .date, "Its date."),
    .always("sourceAction", .choice(CreditMemo.SourceAction.self), "What made it."),
    .orNull("invoiceId", .text, "The invoice that it credits."),
    .orNull("reasonCode", .text, "Why, as a code."),
    .orNull("description", .text, "A note on the whole memo."),
    .always("totalAmount", .decimal, "The sum of its lines without tax."),
    .always("totalTaxAmount", .decimal, "Its tax."),
    .always("totalAmountWithTax", .decimal, "Both together."),
    .always("prepaidAmount", .decimal, "What was paid before."),
    .always("payableRounding", .decimal, "What the payable amount was rounded by."),
    .always("payable", .decimal, "What it credits in all."),
    .always("appliedAmount", .decimal, "What of it is applied to invoices."),
    .always("refundedAmount", .decimal, "What of it was refunded."),
    .always("balance", .decimal, "What is left of it."),
    .orNull("uniqueIdentifier", .text, "The sender's own key of it."),
    .always("recordedDate", .date, "The day on which it was recorded."),
    .orNull("voidedDate", .date, "The day on which it was taken back."),
    .orNull("voidReason", .text, "Why it was taken back."),
    .always("requestIdentifier", .text, "The request that made it."),
  ]

  private static let memoLine = EventShape(
    "CreditMemoLine", "A line of a credit memo.",
    [
      .always("lineId", .text, "The line's identifier, unique in its memo."),
      .always("name", .text, "What is credited."),
      .always("amount", .decimal, "How much, without tax."),
      .orNull("invoiceId", .text, "The invoice of which a line is credited."),
      .orNull("invoiceLineId", .text, "Which line of that invoice."),
      .orNull("taxTreatmentId", .text, "How the line is taxed."),
      .orNull("taxStrategy", .choice(CreditMemoLine.TaxStrategy.self), "How its tax was found."),
      .always("taxes", .list(.object(.tax)), "Its taxes."),
    ])

  static let payment = EventShape(
    "Payment", "Money that came in.",
    [.always("paymentId", .text, "The payment's identifier.")] + money + [
      .always("receivedDate", .date, "The day on which it came in."),
      .orNull("method", .text, "How it was paid, in the sender's words."),
      .orNull("reference", .text, "The payer's reference."),
      .orNull("savedPaymentMethodId", .text, "The saved payment method that paid."),
      .always("appliedAmount", .decimal, "What of it is applied to invoices."),
      .always("refundedAmount", .decimal, "What of it was refunded."),
      .always("reversedAmount", .decimal, "What of it never came or was taken back."),
      .always("unappliedAmount", .decimal, "What is left of it."),
      .always("recordedDate", .date, "The day on which it was recorded."),
      .always("requestIdentifier", .text, "The request that recorded it."),
    ])

  static let application = EventShape(
    "Application", "What went from a payment or a credit memo to an invoice.",
    [
      .always("applicationId", .text, "The application's identifier."),
      .always("source", .object(.recordReference), "The payment or the credit memo."),
      .always("invoiceId", .text, "The invoice."),
    ] + money + [
      .always("effectiveDate", .date, "The day from which it counts."),
      .always("recordedDate", .date, "The day on which it was recorded."),
      .orNull("takesBack", .text, "The application that this one takes back."),
    ])

  static let refund = EventShape(
    "Refund", "Money that went out again.",
    [
      .always("refundId", .text, "The refund's identifier."),
      .always("source", .object(.recordReference), "The payment or the credit memo."),
    ] + money + [
      .always("refundDate", .date, "The day on which it went out."),
      .orNull("reference", .text, "The sender's reference."),
      .always("recordedDate", .date, "The day on which it was recorded."),
    ])

  static let reversal = EventShape(
    "Reversal", "Money of a payment that never came, or was taken back by the bank.",
    [
      .always("reversalId", .text, "The reversal's identifier."),
      .always("paymentId", .text, "The payment."),
    ] + money + [
      .always("reversalDate", .date, "The day on which it was taken back."),
      .always("reason", .choice(Reversal.Reason.self), "Why."),
      .always("recordedDate", .date, "The day on which it was recorded."),
    ])

  private static let money: [EventMember] = [
    .always("accountId", .text, "The account."),
    .always("currency", .text, "The currency of the amount."),
    .always("amount", .decimal, "How much."),
  ]
}
