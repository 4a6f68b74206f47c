import CivilTime
import Monetary

/// What the requests that make credit memos of stored invoices share.
extension Settling {
  /// The stored invoice, if it is Posted and has the version that the sender expects.
  ///
  /// - Parameters:
  ///   - id: the invoice.
  ///   - act: what is to be done to it: `converted`.
  ///   - expectedVersion: nil: any.
  /// - Returns: the invoice as it is now.
  /// - Throws: `INVOICE_NOT_FOUND`, `INVOICE_FINAL`, `INVOICE_NOT_POSTED` of a draft, `INVOICE_CHANGED`.
  func posted(
    _ id: Invoice.ID, toBe act: String, _ expectedVersion: Int64?
  ) throws(ItemRefusal) -> Invoice {
    guard let invoice = invoice(id) else {
      throw ItemRefusal(.unknownInvoice(id, at: nil))
    }
    try invoice.requireNotFinal(memoNumber: invoice.creditMemoIds.last.flatMap { memo($0)?.number })
    try invoice.requirePosted(toBe: act)
    try invoice.requireVersion(expectedVersion)
    return invoice
  }

  /// The day of a memo that a posted invoice is credited by: today where none is given, not before the invoice's own.
  ///
  /// - Throws: `EFFECTIVE_DATE_INVALID`.
  func memoDate(
    _ given: CivilDate?, of invoice: Invoice
  ) throws(ItemRefusal) -> CivilDate {
    let date: CivilDate
    do throws(SettlementRefusal) {
      date = try effectiveDate(given, of: invoice.accountId)
    } catch {
      throw ItemRefusal(error.faults[0])
    }
    guard let bookDate = invoice.bookDate, date < bookDate else { return date }
    throw ItemRefusal(
      .effectiveDateInvalid,
      "Invoice \(invoice.name) counts from \(bookDate) on: it cannot be credited on \(date). Give a "
        + "later effectiveDate.", pointer: "/effectiveDate")
  }

  /// What numbers a memo of a legal entity; nil: the built-in sequence.
  ///
  /// - Throws: `SEQUENCE_POLICY_MISSING` and `SEQUENCE_POLICY_AMBIGUOUS`.
  func numbering(of legalEntityId: LegalEntity.ID?) throws(ItemRefusal) -> SequencePolicy? {
    switch facts.numbering(of: legalEntityId, target: .creditMemo) {
    case .success(let numbering): return numbering.policy
    case .failure(let fault): throw ItemRefusal(fault)
    }
  }

  /// The memos with lines of an invoice that are not voided, those that this request made included.
  func liveMemos(of invoice: Invoice.ID) -> [CreditMemo] {
    var ids = facts.ledger.memosOfInvoice[invoice] ?? []
    for memo in effects.creditMemos where memo.invoiceId == invoice { ids.insert(memo.id) }
    return ids.sorted().compactMap { memo($0) }.filter { $0.status == .posted }
  }
}

extension ItemRefusal {
  static func overflow(_ invoice: Invoice) -> ItemRefusal {
    ItemRefusal(
      .amountOverflow,
      "A sum of invoice \(invoice.name) would be beyond 18 digits before the point. Check the "
        + "amounts.")
  }
}
