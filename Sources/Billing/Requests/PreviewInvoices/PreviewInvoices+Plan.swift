import CivilTime

extension PreviewInvoices {
  /// The whole plan for up to ``periods`` periods (<doc:Generation#Preview>): what is due by the target date, then again and
  /// again what is due on the next day on which anything is; of contracts, cycle by cycle, those that are due already
  /// before those to come. Each step is planned on what the one before would have left behind, and all of it is
  /// forgotten: no record changes, no schedule goes to Error, no log is written.
  package func plan(on facts: WorkingSet, in context: PlanningContext) -> Decision {
    var facts = facts
    var preview = Decision(outcome: .succeeded)
    preview.answer.previews = []
    var step = generation
    var made = 0
    var number = 0
    while made < periods {
      number += 1
      let decision = step.plan(on: facts, in: context.forPreview(of: number))
      guard decision.errors.isEmpty else {
        if number == 1 {
          return Decision(
            outcome: decision.outcome, errors: decision.errors,
            answer: Answer(skipped: decision.answer.skipped))
        }
        // What is suspended later on says nothing against the periods before.
        preview.warnings += decision.errors
        break
      }
      if number == 1 {
        preview.answer.skipped = decision.answer.skipped
        preview.warnings = decision.warnings
        preview.openErrorLogs = decision.openErrorLogs
      }
      preview.taxesAwaited.add(decision.taxesAwaited)
      if number > 1 { preview.warnOfEstimates(in: decision) }
      preview.answer.take(decision)
      guard preview.answer.previewedLines <= LineLimit.perRequest else {
        return tooLong(by: preview.answer.previewedLines)
      }
      facts.apply(decision.effects)
      let refused = decision.refusedContracts
      // Only what charges something is a period; a contract may have more cycles that are due.
      if decision.answer.invoices.count > refused.count { made += 1 }
      if step.isByContract, decision.answer.invoices.count > refused.count {
        step = step.nextCycle(without: refused)
      } else if let next = nextDay(after: step, without: refused, in: facts) {
        step = step.step(dueBy: next, without: refused)
      } else {
        break
      }
    }
    preview.outcome = preview.answer.previewOutcome
    return preview
  }

  /// The first day after those of a step on which something is due that charges something, or anything where invoices of
  /// nothing are wanted.
  private func nextDay(
    after step: GenerateInvoices, without refused: Set<BillingContract.ID>, in facts: WorkingSet
  ) -> CivilDate? {
    let following = step.step(dueBy: step.lastDueDay, without: refused)
    guard case .success(let considered) = following.considered(in: facts) else { return nil }
    return considered.compactMap { id -> CivilDate? in
      guard let schedule = facts.schedules[id],
        let due = step.open(schedule, dueBy: step.lastDueDay, from: facts)
      else { return nil }
      return due.nextDay(
        after: step.lastDueDay, isCharged: !generation.allowsZeroAmountInvoices)
    }
    .min()
  }

  private func tooLong(by count: Int) -> Decision {
    let fault = Fault(
      code: .limitExceeded,
      message:
        "The preview would have \(count) lines; the limit is \(LineLimit.perRequest) lines a request. "
        + "Ask for fewer periods, or name fewer billing schedules.",
      pointer: "/periods")
    return Decision(outcome: .failed, errors: [fault])
  }
}

extension GenerateInvoices {
  fileprivate var isByContract: Bool {
    if case .billingContracts = selector { true } else { false }
  }

  /// The same for the cycle after the one just planned.
  fileprivate func nextCycle(without refused: Set<BillingContract.ID>) -> GenerateInvoices {
    GenerateInvoices(
      selector: selector.following(without: refused), targetDate: targetDate,
      isTargetDateInclusive: isTargetDateInclusive, invoiceDate: invoiceDate, action: .draft,
      allowsZeroAmountInvoices: allowsZeroAmountInvoices)
  }

  /// The same for everything that is due by a later day; its invoices bear that day's date.
  fileprivate func step(
    dueBy day: CivilDate, without refused: Set<BillingContract.ID>
  ) -> GenerateInvoices {
    GenerateInvoices(
      selector: selector.following(without: refused), targetDate: day,
      isTargetDateInclusive: true, invoiceDate: max(invoiceDate, day), action: .draft,
      allowsZeroAmountInvoices: allowsZeroAmountInvoices)
  }
}

extension GenerateInvoices.Selector {
  /// A cycle that was named is the first period's; the others are those that follow, of contracts whose cycle was not
  /// refused.
  fileprivate func following(without refused: Set<BillingContract.ID>) -> Self {
    guard case .billingContracts(let selections) = self else { return self }
    return .billingContracts(
      selections.filter { !refused.contains($0.billingContractId) }
        .map { ContractSelection(billingContractId: $0.billingContractId) })
  }
}

extension PlanningContext {
  /// Identifiers of each period's own: one grouping key has an invoice in each of them.
  fileprivate func forPreview(of period: Int) -> PlanningContext {
    let derive = deriveIdentifier
    return PlanningContext(request: request, now: now, taxEngine: taxEngine) {
      derive($0 + ["preview", String(period)])
    }
  }
}

extension Decision {
  /// Said once, however many periods are estimated by the rate table.
  fileprivate mutating func warnOfEstimates(in step: Decision) {
    guard !warnings.contains(where: { $0.code == .taxEstimatedByFallback }) else { return }
    warnings += step.warnings.filter { $0.code == .taxEstimatedByFallback }
  }

  /// Contracts of which nothing was billed for the cycle that they name.
  fileprivate var refusedContracts: Set<BillingContract.ID> {
    Set(
      (answer.contractResults ?? []).filter { result in
        result.faults.contains { $0.pointer?.hasPrefix("/billingContracts/") ?? false }
      }
      .map(\.billingContractId))
  }

}

extension Answer {
  /// Shows what a step would make instead of making it.
  fileprivate mutating func take(_ step: Decision) {
    previews? += step.effects.invoices.made
    invoices += step.answer.invoices.filter { if case .made = $0 { false } else { true } }
  }

  fileprivate var previewedLines: Int { (previews ?? []).reduce(0) { $0 + $1.lines.count } }

  fileprivate var previewOutcome: Outcome {
    invoices.isEmpty ? .succeeded : previews?.isEmpty == false ? .partiallySucceeded : .failed
  }
}
