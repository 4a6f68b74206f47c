import CivilTime
import Monetary

extension VoidInvoices {
  /// Each invoice is an item of its own, voided or refused by itself; the latest first, so that one request takes a
  /// chain of periods back, and so the memos are numbered. The answer names them in the request's order.
  package func plan(on facts: WorkingSet, in context: PlanningContext) -> Decision {
    var items = InvoiceItems(invoiceIds, on: facts, category: .invoiceVoid)
    if let refusal = items.overLineLimit { return refusal }
    var open = OpenAgain(facts: facts)
    var settling = Settling(facts: facts, context: context)
    items.attemptLatestFirst { (invoice) throws(ItemRefusal) in
      let voidingMemo = invoice.creditMemoIds.last.flatMap { settling.memo($0) }
      try invoice.requirePosted(toBe: "voided", memoNumber: voidingMemo?.number)
      try invoice.requireVersion(expectedVersion)
      try settling.requireUnsettled(invoice)
      let policy = try policy(for: invoice, facts)
      let before = (open, settling)
      do throws(ItemRefusal) {
        try open.takeBack(invoice)
        try void(invoice, numberedBy: policy, in: &settling, context)
      } catch {
        (open, settling) = before
        throw error
      }
    }
    return items.decision(
      Effects(
        records: open.records, progress: open.movedSchedules,
        invoices: InvoiceEffects(changed: settling.changes), ledger: settling.effects))
  }

  /// The memo mirrors the invoice and settles it whole.
  private func void(
    _ invoice: Invoice, numberedBy policy: SequencePolicy?, in settling: inout Settling,
    _ context: PlanningContext
  ) throws(ItemRefusal) {
    let today = settling.today(of: invoice.accountId)
    let memo = CreditMemo.mirror(
      of: invoice,
      id: RecordID(
        context.deriveIdentifier([
          context.request.source, context.request.identifier, "void", invoice.id.text,
        ])),
      today: today, reasonCode: reasonCode, reason: reason, request: context.request)
    do throws(MonetaryError) {
      let voided = try invoice.voided(by: memo, on: today, reasonCode: reasonCode, reason: reason)
      settling.record(memo, numberedBy: policy)
      settling.change(
        voided, .voided(memo.id), cause: RecordReference(.creditMemo, memo.id), changesLines: true)
      // Of an invoice that asks for nothing there is nothing to settle.
      guard !memo.credited.isZero else { return }
      try settling.apply(
        memo.credited, from: .creditMemo(memo.id), to: invoice.id, effectiveDate: today)
    } catch {
      throw ItemRefusal(
        .amountOverflow,
        "What was credited to invoice \(InvoiceName.of(invoice.id, number: invoice.number)) would be beyond"
          + " 18 digits before the point.")
    }
  }

  /// What numbers the memo; nil: the built-in policy.
  private func policy(
    for invoice: Invoice, _ facts: WorkingSet
  ) throws(ItemRefusal) -> SequencePolicy? {
    switch facts.numbering(of: invoice.legalEntityId, target: .creditMemo) {
    case .success(let numbering): return numbering.policy
    case .failure(let fault): throw ItemRefusal(fault)
    }
  }
}

extension Invoice {
  /// The posted invoice taken back, the memo not applied yet: its lines no longer hold their periods.
  fileprivate func voided(
    by memo: CreditMemo, on today: CivilDate, reasonCode: String?, reason: String?
  ) throws(MonetaryError) -> Invoice {
    var voided = self
    voided.status = .voided
    voided.voidedDate = today
    voided.reasonCode = reasonCode
    voided.reason = reason
    voided.creditMemoIds.append(memo.id)
    voided.reinvoiceOf = []
    voided.reinvoicedBy = []
    return try voided.withFigures(of: settled)
  }
}
