/// Chunks that bill accounts (<doc:InvoiceRuns#What-is-billed>).
extension ChunkInProgress {
  /// Each account as `invoice.generate.v1` for it, restricted to the run's criteria, on the same facts: nothing of one
  /// account depends on another's.
  mutating func bill(
    _ ids: [Account.ID], on facts: WorkingSet, refusing refusal: (Invoice) -> Fault?
  ) {
    guard let terms = run.terms else { return }
    for (index, id) in ids.enumerated() {
      let request = GenerateInvoices(
        selector: .account(id), targetDate: terms.targetDate,
        isTargetDateInclusive: terms.isTargetDateInclusive, invoiceDate: terms.invoiceDate,
        action: terms.action, allowsZeroAmountInvoices: terms.allowsZeroAmountInvoices,
        criteria: run.criteria)
      guard bill(id, by: request, on: facts, refusing: refusal) else {
        plan.left = .accounts(Array(ids[index...]))
        return
      }
    }
  }

  /// - Returns: whether the account was taken, be it with an error; else it does not fit beside those before it.
  private mutating func bill(
    _ id: Account.ID, by request: GenerateInvoices, on facts: WorkingSet,
    refusing refusal: (Invoice) -> Fault?
  ) -> Bool {
    let context = context(for: RecordReference(.account, id))
    switch request.prepare(on: facts, in: context) {
    case .refused(let faults, let selection):
      count(selection)
      if let fault = faults.errors.first { refuse(id, fault) }
      log(faults.errorLogs)
    case .ready(let billable):
      guard takes(lines: billable.lineCount) else { return false }
      let decision = request.bill(billable, on: facts, in: context)
      note(awaited: decision)
      let made = decision.effects.invoices.made
      if let fault = made.lazy.compactMap(refusal).first {
        count(billable.selection)
        refuseAndLog(id, fault)
        return true
      }
      guard total(made) else {
        // It does not fit beside the others. Alone, a run's totals cannot hold the sum of its invoices.
        guard plan.totals.isEmpty else { return false }
        count(billable.selection)
        refuseAndLog(id, .overflow(of: id))
        return true
      }
      count(billable.selection)
      count(decision, billable.groups, of: id)
      take(decision)
      logExpiredPaymentMethods(of: decision, id)
    }
    return true
  }

  /// A request says it in its completion, and a run has none that names an invoice.
  private mutating func logExpiredPaymentMethods(of decision: Decision, _ id: Account.ID) {
    log(
      decision.warnings.filter { $0.code == .paymentMethodExpired }.map { warning in
        ErrorLogEntry(
          category: .invoiceRun, severity: .warning, code: warning.code, message: warning.message,
          primaryRecord: RecordReference(.account, id), relatedRecord: warning.source,
          accountId: id)
      })
  }

  // MARK: What is refused

  /// An account of which nothing is billed.
  private mutating func refuse(_ id: Account.ID, _ fault: Fault) {
    plan.counters.invoicesFailed += 1
    plan.errors.append(RunError(accountId: id, code: fault.code, message: fault.message))
  }

  private mutating func refuseAndLog(_ id: Account.ID, _ fault: Fault) {
    refuse(id, fault)
    log([
      ErrorLogEntry(
        category: .invoiceRun, code: fault.code, message: fault.message,
        primaryRecord: RecordReference(.account, id), accountId: id)
    ])
  }

  // MARK: What is counted

  private mutating func count(_ selection: GenerateInvoices.Selection) {
    let selected = selection.due.count + selection.finished.count + selection.suspended.count
    guard selected > 0 else { return }
    plan.counters.accountsSelected += 1
    plan.counters.schedulesSelected += selected
    plan.counters.skip(.suspended, selection.suspended.count)
  }

  private mutating func count(_ decision: Decision, _ groups: [InvoiceGroup], of id: Account.ID) {
    for invoice in decision.effects.invoices.made {
      plan.counters.invoicesMade += 1
      if invoice.status == .posted { plan.counters.invoicesPosted += 1 }
      plan.counters.lines += invoice.lines.count
      plan.counters.schedulesBilled += invoice.billingScheduleIds.count
      if run.kind == .preview, plan.samples.count < RunChunkPlan.mostSamples {
        plan.samples.append(invoice)
      }
    }
    plan.counters.taxesEstimated += decision.taxesEstimated
    countPassedOver(decision)
    var failed: Set<BillingSchedule.ID> = []
    for moved in decision.effects.progress where moved.progress.status == .error {
      failed.insert(moved.billingScheduleId)
    }
    plan.counters.schedulesFailed += failed.count
    var keys: [BillingSchedule.ID: String] = [:]
    for group in groups { keys[group.members[0].schedule.id] = group.text }
    for case .failed(_, let ids, let faults) in decision.answer.invoices {
      plan.counters.invoicesFailed += 1
      let key = ids.first.flatMap { keys[$0] }
      for fault in faults {
        var error = RunError(
          accountId: id, groupingKey: key, code: fault.code, message: fault.message)
        if let source = fault.source, source.type == .billingSchedule {
          let schedule = BillingSchedule.ID(source.id)
          if failed.contains(schedule) { error.billingScheduleIds = [schedule] }
        }
        plan.errors.append(error)
      }
    }
  }

  /// What charges nothing: it waits, or it has ended, by a cancellation or not.
  private mutating func countPassedOver(_ decision: Decision) {
    var canceled: Set<BillingSchedule.ID> = []
    for moved in decision.effects.progress
    where moved.progress.status == .completelyBilled && moved.progress.isCompletedByCancellation {
      canceled.insert(moved.billingScheduleId)
    }
    for skipped in decision.answer.skipped where skipped.reason == .zeroAmount {
      plan.counters.skip(
        canceled.contains(skipped.billingScheduleId) ? .afterCancellation : .zeroAmount)
    }
  }
}

extension Fault {
  fileprivate static func overflow(of id: Account.ID) -> Fault {
    Fault(
      code: .amountOverflow,
      message:
        "The invoices of account \(id) come to more than 18 digits before the point together. Correct its "
        + "amounts, or bill up to an earlier target date.")
  }
}
