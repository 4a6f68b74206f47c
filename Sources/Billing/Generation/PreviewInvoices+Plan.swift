import CivilTime

extension PreviewInvoices {
  /// The whole plan for up to so many periods (`domain.md`, "Lifecycle"): what is due by the target date, then again and
  /// again what is due on the next day on which anything is; of contracts, cycle by cycle, those that are due already
  /// before those to come. Each step is planned on what the one before would have left behind, and all of it is
  /// forgotten: no record changes, no schedule goes to Error, no log is written.
  func plan(
    on facts: WorkingSet, in context: PlanningContext, taxEngine: some TaxEngine
  ) -> Decision {
    var facts = facts
    var preview = Decision(outcome: .succeeded)
    preview.previews = []
    var step = generation
    var isNextCycle = false
    var period = 1
    while period <= periods {
      let decision = step.plan(
        on: facts, in: context.forPreview(of: period), taxEngine: taxEngine)
      guard decision.errors.isEmpty else {
        if period == 1 {
          return Decision(
            outcome: decision.outcome, skipped: decision.skipped, errors: decision.errors)
        }
        // What is suspended later on says nothing against the periods before.
        preview.warnings += decision.errors
        break
      }
      if period == 1 {
        preview.skipped = decision.skipped
        preview.warnings = decision.warnings
      }
      preview.take(decision.invoices)
      guard preview.previewedLines <= LineLimit.perRequest else {
        return tooLong(by: preview.previewedLines)
      }
      facts.apply(decision)
      let hasMade = !decision.invoices.isEmpty
      // A contract may have more cycles that are due; the step that finds none does not count.
      if hasMade || !isNextCycle { period += 1 }
      isNextCycle = hasMade && generation.isByContract
      if isNextCycle {
        step = step.nextCycle
      } else if let next = nextDueDay(after: step.lastDueDay, in: facts) {
        step = generation.step(dueBy: next)
      } else {
        break
      }
    }
    preview.outcome = preview.previewOutcome
    return preview
  }

  private func nextDueDay(after day: CivilDate, in facts: WorkingSet) -> CivilDate? {
    guard case .success(let considered) = generation.considered(in: facts) else { return nil }
    return considered.compactMap { id -> CivilDate? in
      guard let progress = facts.schedules[id]?.progress, progress.status == .readyForInvoicing,
        let next = progress.nextBillingDate, day < next
      else { return nil }
      return next
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
  fileprivate var nextCycle: GenerateInvoices {
    GenerateInvoices(
      selector: selector.withoutCycles, targetDate: targetDate,
      isTargetDateInclusive: isTargetDateInclusive, invoiceDate: invoiceDate, action: .draft,
      allowsZeroAmountInvoices: allowsZeroAmountInvoices)
  }

  /// The same for everything that is due by a later day; its invoices bear that day's date.
  fileprivate func step(dueBy day: CivilDate) -> GenerateInvoices {
    GenerateInvoices(
      selector: selector.withoutCycles, targetDate: day, isTargetDateInclusive: true,
      invoiceDate: max(invoiceDate, day), action: .draft,
      allowsZeroAmountInvoices: allowsZeroAmountInvoices)
  }
}

extension GenerateInvoices.Selector {
  /// A cycle that was named is the first period's; the others are those that follow.
  fileprivate var withoutCycles: Self {
    guard case .billingContracts(let selections) = self else { return self }
    return .billingContracts(
      selections.map { ContractSelection(billingContractId: $0.billingContractId) })
  }
}

extension PlanningContext {
  /// Identifiers of each period's own: one grouping key has an invoice in each of them.
  fileprivate func forPreview(of period: Int) -> PlanningContext {
    let derive = deriveIdentifier
    return PlanningContext(request: request, now: now) { derive($0 + ["preview", String(period)]) }
  }
}

extension Decision {
  fileprivate mutating func take(_ results: [InvoiceResult]) {
    for result in results {
      if case .made(let invoice) = result {
        previews?.append(invoice)
      } else {
        invoices.append(result)
      }
    }
  }

  fileprivate var previewedLines: Int { (previews ?? []).reduce(0) { $0 + $1.lines.count } }

  fileprivate var previewOutcome: Outcome {
    invoices.isEmpty ? .succeeded : previews?.isEmpty == false ? .partiallySucceeded : .failed
  }
}
