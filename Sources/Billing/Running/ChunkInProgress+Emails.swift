/// Chunks that queue e-mails of what another run made (<doc:InvoiceRuns#E-mails>).
extension ChunkInProgress {
  /// Each invoice as `invoice.send-email.v1` for it. What is not posted, has nobody to go to, or went there already is passed
  /// over; what else cannot be sent is an error of the run.
  mutating func queueEmails(_ ids: [Invoice.ID], on facts: WorkingSet) {
    guard let terms = run.email else { return }
    guard context.email != nil else {
      refuseAll(ids, .emailNotConfigured)
      return
    }
    var bytes = 0
    for (index, id) in ids.enumerated() {
      let isLeft = lineCount > 0 && facts.deferredInvoices.contains(id)
      guard !isLeft, takes(lines: facts.lineCounts[id] ?? 0) else {
        plan.left = .invoices(Array(ids[index...]))
        return
      }
      let decision = SendEmail(id, by: terms).plan(
        on: facts, in: context(for: RecordReference(.invoice, id)))
      let queued = decision.effects.emails.queued
      bytes += queued.reduce(0) { $0 + $1.bytes }
      // Never the first: one e-mail is within its bounds.
      guard bytes <= EmailsInProgress.mostBytes else {
        plan.left = .invoices(Array(ids[index...]))
        return
      }
      plan.counters.emailsQueued += queued.count
      take(decision, of: id, facts.invoices[id])
    }
  }

  /// One error and one log for a whole chunk: there may be a million invoices, and what is missing is not theirs.
  private mutating func refuseAll(_ ids: [Invoice.ID], _ refusal: ItemRefusal) {
    plan.counters.invoicesFailed += ids.count
    plan.errors.append(RunError(accountId: nil, code: refusal.code, message: refusal.message))
    log([
      ErrorLogEntry(
        category: .invoiceRun, code: refusal.code, message: refusal.message,
        primaryRecord: RecordReference(.invoiceRun, run.id))
    ])
  }
}
