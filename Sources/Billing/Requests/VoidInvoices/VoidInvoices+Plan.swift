import CivilTime
import Monetary

extension VoidInvoices {
  /// Each invoice is an item of its own, voided or refused by itself; the latest first, so that one request takes a
  /// chain of periods back, and so the memos are numbered. The answer names them in the request's order.
  package func plan(on facts: WorkingSet, in context: PlanningContext) -> Decision {
    var items = InvoiceItems(invoiceIds, on: facts, category: .invoiceVoid)
    if let refusal = items.overLineLimit { return refusal }
    var voiding = Voiding(
      request: self, open: OpenAgain(facts: facts),
      settling: Settling(facts: facts, context: context))
    items.attemptLatestFirst { (invoice) throws(ItemRefusal) in try voiding.void(invoice) }
    let changes = voiding.settling.changes
    var effects = Effects(
      records: voiding.open.records, progress: voiding.open.movedSchedules,
      invoices: InvoiceEffects(changed: changes), ledger: voiding.settling.effects)
    let takenBack = changes.map(\.invoice).filter { $0.status == .voided }.map(\.id)
    effects.emails.changed = facts.emails.failing(of: takenBack)
    effects.taxes.changed = facts.taxes.voiding(
      takenBack.map { .invoice($0) }, because: reason ?? reasonCode, at: context.now)
    return items.decision(effects)
  }
}

/// The invoices of a request, voided one after another: each sees what those before it left. A value of its own, so that what is
/// asked of it on the way copies nothing.
private struct Voiding {
  let request: VoidInvoices
  var open: OpenAgain
  var settling: Settling

  /// - Throws: the reason why the invoice is left as it is; nothing has changed then.
  mutating func void(_ invoice: Invoice) throws(ItemRefusal) {
    let voidingMemo = invoice.creditMemoIds.last.flatMap { settling.memo($0) }
    try invoice.requirePosted(toBe: "voided", memoNumber: voidingMemo?.number)
    try invoice.requireVersion(request.expectedVersion)
    try settling.requireUnsettled(invoice)
    let policy = try settling.numbering(of: invoice.legalEntityId)
    let (memo, voided) = try voided(invoice)
    // From here on nothing is refused but what the taking back itself refuses, before it has opened anything.
    try open.takeBack(invoice)
    try settle(voided, by: memo, numberedBy: policy)
  }

  /// The memo that mirrors the invoice, and the invoice taken back by it, the memo not applied yet.
  private func voided(_ invoice: Invoice) throws(ItemRefusal) -> (CreditMemo, Invoice) {
    let context = settling.context
    let today = settling.today(of: invoice.accountId)
    let memo = CreditMemo.mirror(
      of: invoice,
      id: RecordID(
        context.deriveIdentifier([
          context.request.source, context.request.identifier, "void", invoice.id.text,
        ])),
      today: today, reasonCode: request.reasonCode, reason: request.reason,
      request: context.request)
    do throws(MonetaryError) {
      let voided = invoice.voided(
        by: memo, on: today, reasonCode: request.reasonCode, reason: request.reason)
      return (memo, try voided.withFigures(of: voided.settled))
    } catch {
      throw .overflow(invoice)
    }
  }

  /// Settles the invoice whole by the memo. Nothing was applied to it before, so that the sums are the memo's own amount,
  /// which fits: an overflow is not met here.
  private mutating func settle(
    _ voided: Invoice, by memo: CreditMemo, numberedBy policy: SequencePolicy?
  ) throws(ItemRefusal) {
    settling.record(memo, numberedBy: policy, mirrors: true)
    settling.change(
      voided, .voided(memo.id), cause: RecordReference(.creditMemo, memo.id), lines: .states)
    // Of an invoice that asks for nothing there is nothing to settle.
    guard !memo.credited.isZero else { return }
    do throws(MonetaryError) {
      try settling.apply(
        memo.credited, from: .creditMemo(memo.id), to: voided.id, effectiveDate: memo.creditDate)
    } catch {
      throw .overflow(voided)
    }
  }
}

extension Invoice {
  /// The posted invoice taken back, the memo not applied yet: its lines no longer hold their periods.
  fileprivate func voided(
    by memo: CreditMemo, on today: CivilDate, reasonCode: String?, reason: String?
  ) -> Invoice {
    var voided = self
    voided.status = .voided
    voided.voidedDate = today
    voided.reasonCode = reasonCode
    voided.reason = reason
    voided.creditMemoIds.append(memo.id)
    voided.reinvoiceOf = []
    voided.reinvoicedBy = []
    return voided
  }
}
