import Monetary

/// What stands in the way of a void (<doc:Lifecycle#Voiding>).
extension Settling {
  /// How many applications a refusal names.
  private static var namedApplications: Int { 20 }

  /// - Throws: `INVOICE_SETTLED` where something is applied to the invoice or lines of it are converted, `INVOICE_CREDITED`
  ///   where a live memo credits a line of it: it would be credited twice.
  func requireUnsettled(_ invoice: Invoice) throws(ItemRefusal) {
    let name = InvoiceName.of(invoice.id, number: invoice.number)
    let standing = standing(on: invoice.id)
    if !standing.isEmpty {
      let names = standing.prefix(Self.namedApplications).map(\.id.text).joined(separator: ", ")
      // What is looked up is bounded, so that there may be more than were found.
      let more = standing.count - Self.namedApplications
      let least = standing.count < LedgerNeeded.mostOnInvoice ? "" : "at least "
      throw ItemRefusal(
        .invoiceSettled,
        "Invoice \(name) is settled by \(standing.count == 1 ? "application" : "applications") \(names)"
          + (more > 0 ? " and \(least)\(more) more" : "")
          + ". Take \(standing.count == 1 ? "it" : "them") back first, with payment.unapply.v1 or credit-memo.unapply.v1, then void it.",
        source: standing.first?.source.record)
    }
    let memos = liveMemos(of: invoice.id)
    if let memo = memos.first(where: { $0.sourceAction == .negativeInvoiceLineConversion }) {
      throw ItemRefusal(
        .invoiceSettled,
        "Negative lines of invoice \(name) are converted into credit memo \(memo.name). Void that one "
          + "first, with credit-memo.void.v1, then void the invoice.",
        source: RecordReference(.creditMemo, memo.id))
    }
    if let memo = memos.first(where: { $0.sourceAction == .invoiceLines }) {
      throw ItemRefusal(
        .invoiceCredited,
        "Credit memo \(memo.name) credits lines of invoice \(name): voided, it would be credited twice. "
          + "Void that memo first, with credit-memo.void.v1, then void the invoice.",
        source: RecordReference(.creditMemo, memo.id))
    }
    // The stored figures say the same as the rows; whatever moved the balance besides stands in the way as well.
    guard invoice.settled == SettledAmounts(invoice.currency) else {
      throw ItemRefusal(
        .invoiceSettled,
        "Invoice \(name) is settled in part: its balance is \(invoice.balance.decimalText) of "
          + "\(invoice.receivable.decimalText). Take back first what settled it, then void it.")
    }
  }
}
