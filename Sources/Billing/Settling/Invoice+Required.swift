/// What state a request needs an invoice in, and what the refusal says happened instead (<doc:Lifecycle#Items>).
extension Invoice {
  /// - Parameter act: what only a draft can be: `posted`, `canceled`.
  /// - Throws: `INVOICE_NOT_DRAFT` with the number it was posted under, `INVOICE_FINAL`.
  func requireDraft(toBe act: String) throws(ItemRefusal) {
    switch status {
    case .draft: return
    case .posted:
      let advice =
        act == "canceled" ? " A posted invoice is voided with invoice.void.v1." : ""
      throw ItemRefusal(
        .invoiceNotDraft,
        "Invoice \(InvoiceName.of(id, number: number)) is Posted already"
          + (postedDate.map { ", since \($0)" } ?? "") + ". Only a draft can be \(act).\(advice)")
    case .canceled, .voided: try requireNotFinal()
    }
  }

  /// - Parameter memoNumber: of the memo that voided it, where it is known.
  /// - Throws: `INVOICE_FINAL` of an invoice that was taken back, with the memo by which it was voided.
  func requireNotFinal(memoNumber: String? = nil) throws(ItemRefusal) {
    switch status {
    case .draft, .posted: return
    case .canceled:
      throw ItemRefusal(
        .invoiceFinal,
        "Invoice \(InvoiceName.of(id, number: number)) is Canceled; it stays as it is. What it "
          + "billed can be billed again.")
    case .voided:
      throw ItemRefusal(
        .invoiceFinal,
        "Invoice \(InvoiceName.of(id, number: number)) is Voided\(byMemo(memoNumber)); it stays as it "
          + "is. What it billed can be billed again.",
        source: creditMemoIds.last.map { RecordReference(.creditMemo, $0) })
    }
  }

  /// - Parameters:
  ///   - act: what only a posted invoice can be: `voided`, `converted`.
  ///   - memoNumber: of the memo that voided it, where it is known.
  /// - Throws: `INVOICE_NOT_POSTED`, with the memo by which it was voided.
  func requirePosted(toBe act: String, memoNumber: String? = nil) throws(ItemRefusal) {
    let name = InvoiceName.of(id, number: number)
    switch status {
    case .posted: return
    case .draft:
      let advice =
        act == "voided"
        ? " Cancel a draft with invoice.cancel.v1, or post it first." : " Post it first."
      throw ItemRefusal(
        .invoiceNotPosted,
        "Invoice \(name) is a Draft. Only a posted invoice can be \(act).\(advice)")
    case .canceled:
      throw ItemRefusal(
        .invoiceNotPosted, "Invoice \(name) is Canceled. Only a posted invoice can be \(act).")
    case .voided:
      throw ItemRefusal(
        .invoiceNotPosted,
        "Invoice \(name) is Voided already\(byMemo(memoNumber)). Only a posted invoice can be \(act)."
      )
    }
  }

  private func byMemo(_ number: String?) -> String {
    guard let id = creditMemoIds.last else { return "" }
    let name = number.map { "\($0) (\(id))" } ?? id.text
    return " by credit memo \(name)" + (voidedDate.map { " on \($0)" } ?? "")
  }

  /// - Throws: `INVOICE_CHANGED` where it has another version than the sender expects.
  func requireVersion(_ expected: Int64?) throws(ItemRefusal) {
    guard let expected, expected != version else { return }
    throw ItemRefusal(
      .invoiceChanged,
      "Invoice \(InvoiceName.of(id, number: number)) is at version \(version), not \(expected): it "
        + "was changed meanwhile. Look at it, then send the request with version \(version), or "
        + "without one.", pointer: "/expectedVersion")
  }
}
