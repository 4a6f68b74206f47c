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
      plan.counters.tasksRequested += decision.answer.tasks.count
      take(decision, of: id, facts.invoices[id])
    }
  }
}
