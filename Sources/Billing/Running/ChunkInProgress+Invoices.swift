/// Chunks that post or cancel what another run made (<doc:InvoiceRuns#Post>, <doc:InvoiceRuns#Cancel>).
extension ChunkInProgress {
  /// Each invoice as `invoice.post.v1` for it, in order: two of one account are settled from the same payments.
  mutating func post(_ ids: [Invoice.ID], on facts: WorkingSet) {
    change(ids, on: facts) { status in
      status == .posted ? .alreadyPosted : .notDraft
    } by: {
      PostInvoices(invoiceIds: [$0])
    }
  }

  /// Each invoice as `invoice.cancel.v1` for it.
  mutating func cancel(_ ids: [Invoice.ID], on facts: WorkingSet) {
    change(ids, on: facts) { _ in
      .notDraft
    } by: {
      CancelInvoices(invoiceIds: [$0])
    }
  }

  /// `reason`: why one that is no draft is passed over.
  private mutating func change(
    _ ids: [Invoice.ID], on facts: WorkingSet,
    passingOver reason: (InvoiceStatus) -> RunCounters.SkipReason,
    by request: (Invoice.ID) -> any Request
  ) {
    var facts = facts
    for (index, id) in ids.enumerated() {
      let isLeft = lineCount > 0 && facts.deferredInvoices.contains(id)
      guard !isLeft, takes(lines: facts.lineCounts[id] ?? 0) else {
        plan.left = .invoices(Array(ids[index...]))
        return
      }
      if let status = facts.invoices[id]?.status, status != .draft {
        plan.counters.skip(reason(status))
        continue
      }
      let decision = request(id).plan(
        on: facts, in: context(for: RecordReference(.invoice, id)))
      note(awaited: decision)
      guard let change = decision.effects.invoices.changed.first(where: { $0.invoice.id == id })
      else {
        refuse(id, facts.invoices[id], decision)
        continue
      }
      guard total([change.invoice]) else {
        // Never the first: the totals of one invoice are within their bounds.
        plan.left = .invoices(Array(ids[index...]))
        return
      }
      if change.acts.contains(.posted) {
        plan.counters.invoicesPosted += 1
      } else {
        plan.counters.invoicesCanceled += 1
      }
      plan.counters.lines += change.invoice.lines.count
      take(decision)
      facts.apply(decision.effects)
    }
  }

  /// One error for an invoice, however much is wrong with it; its log says the same.
  private mutating func refuse(_ id: Invoice.ID, _ invoice: Invoice?, _ decision: Decision) {
    plan.counters.invoicesFailed += 1
    log(decision.errorLogs)
    guard let fault = decision.errors.first else { return }
    let others = decision.errors.count - 1
    plan.errors.append(
      RunError(
        accountId: invoice?.accountId, invoiceId: id, groupingKey: invoice?.groupingKey,
        code: fault.code,
        message: fault.message + MoreFaults.sentence(others)))
  }
}
