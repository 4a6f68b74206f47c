import CivilTime
import Monetary

/// What the requests that make credit memos of stored invoices share.
extension Settling {
  /// The stored invoice, if it is Posted.
  ///
  /// - Throws: `INVOICE_NOT_FOUND`, `INVOICE_NOT_POSTED` of a draft, and `INVOICE_FINAL`, naming the memo of a voided one.
  func posted(_ id: Invoice.ID) throws(ItemRefusal) -> Invoice {
    guard let invoice = invoice(id) else {
      throw ItemRefusal(.unknownInvoice(id, at: nil))
    }
    switch invoice.status {
    case .posted: return invoice
    case .draft:
      throw ItemRefusal(
        .invoiceNotPosted,
        "Invoice \(invoice.name) is a draft. Post it first with invoice.post.v1.")
    case .canceled:
      throw ItemRefusal(
        .invoiceFinal, "Invoice \(invoice.name) is Canceled; it stays as it is.")
    case .voided:
      let memoId = invoice.creditMemoIds.last
      let cause = memoId.map { ", by credit memo \(memo($0)?.name ?? $0.text)" } ?? ""
      throw ItemRefusal(
        .invoiceFinal, "Invoice \(invoice.name) is Voided\(cause); it stays as it is.",
        source: memoId.map { RecordReference(.creditMemo, $0) })
    }
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
