/// Chunks that have others do something with what another run made (<doc:InvoiceRuns#Tasks>).
extension ChunkInProgress {
  /// Each invoice as `invoice.run-tasks.v1` for it. What is not posted, asked for already or paid is passed over; what cannot
  /// be charged for want of a payment method is an error of the run.
  mutating func requestTasks(_ ids: [Invoice.ID], on facts: WorkingSet) {
    guard let terms = run.tasks else { return }
    for (index, id) in ids.enumerated() {
      let isLeft = lineCount > 0 && facts.deferredInvoices.contains(id)
      guard !isLeft, takes(lines: facts.lineCounts[id] ?? 0) else {
        plan.left = .invoices(Array(ids[index...]))
        return
      }
      let request = RunTasks(scope: .invoices([id]), kinds: terms.kinds, again: terms.again)
      let decision = request.plan(on: facts, in: context(for: RecordReference(.invoice, id)))
      count(decision, of: id, facts.invoices[id])
    }
  }

  private mutating func count(_ decision: Decision, of id: Invoice.ID, _ invoice: Invoice?) {
    plan.counters.tasksRequested += decision.answer.tasks.count
    var isFailed = false
    for fault in decision.errors {
      if let reason = RunCounters.SkipReason(fault.code) {
        plan.counters.skip(reason)
        continue
      }
      isFailed = true
      plan.errors.append(
        RunError(
          accountId: invoice?.accountId, invoiceId: id, groupingKey: invoice?.groupingKey,
          code: fault.code, message: fault.message))
    }
    if isFailed { plan.counters.invoicesFailed += 1 }
    var taken = decision
    taken.errorLogs.removeAll { RunCounters.SkipReason($0.code) != nil }
    // Of several faults of an invoice the first is logged, which may be one that is passed over.
    if isFailed, taken.errorLogs.isEmpty,
      let fault = decision.errors.first(where: { RunCounters.SkipReason($0.code) == nil })
    {
      taken.errorLogs = [
        .item(ItemRefusal(fault), of: id, invoice?.accountId, .invoiceRun)
      ]
    }
    take(taken)
  }
}

extension RunCounters.SkipReason {
  /// Why a run passes over what a request would refuse.
  fileprivate init?(_ code: ErrorCode) {
    switch code {
    case .invoiceNotPosted: self = .notPosted
    case .nothingToCharge: self = .nothingToCharge
    case .taskAlreadyRequested: self = .alreadyRequested
    default: return nil
    }
  }
}
