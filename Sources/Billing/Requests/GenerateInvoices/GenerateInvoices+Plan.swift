import CivilTime

extension GenerateInvoices {
  /// The steps of <doc:Generation>. Refused as a whole or decided key by key.
  package func plan(on facts: WorkingSet, in context: PlanningContext) -> Decision {
    switch prepare(on: facts, in: context) {
    case .refused(let faults, let selection): refused(faults, selection)
    case .ready(let billable): bill(billable, on: facts, in: context)
    }
  }

  /// Makes the invoices of what ``prepare(on:in:)`` found, on the same facts.
  func bill(
    _ billable: Billable, on facts: WorkingSet, in context: PlanningContext
  ) -> Decision {
    let selection = billable.selection
    let groups = billable.groups
    let maker = InvoiceMaker(
      invoiceDate: invoiceDate, isPosted: action == .posted,
      allowsZeroAmount: allowsZeroAmountInvoices, facts: facts, context: context)
    let pointers = SchedulePointers(selector)
    // Made for the first account that asks for it; most never do.
    var settling: Settling?
    var decision = Decision(
      outcome: .succeeded, warnings: selection.allWarnings,
      answer: Answer(skipped: selection.skipped))
    decision.openErrorLogs = selection.openErrorLogs
    var outcomes: [BillingContract.ID: ContractOutcome] = [:]
    var taxes = TaxesInProgress()
    for due in selection.finished { passOver(due, in: &decision) }
    for group in groups {
      let (result, acts) = settled(maker.make(group), &settling, on: facts, in: context)
      add(result, of: group, pointers, &taxes, in: context, to: &decision)
      if !acts.isEmpty, let invoice = decision.effects.invoices.made.last {
        decision.effects.invoices.settledAtPosting[invoice.id] = acts
      }
      guard let id = group.key.billingContractId, let last = decision.answer.invoices.last else {
        continue
      }
      switch last {
      case .made(let index) where decision.effects.invoices.made[index].groupingKey == group.text:
        outcomes[id, default: ContractOutcome()]
          .add(decision.effects.invoices.made[index])
      case .failed(_, let ids, let faults) where ids == group.members.map(\.schedule.id):
        outcomes[id, default: ContractOutcome()].faults += faults
      case .made, .failed, .refused, .existing: break
      }
    }
    if let settling { decision.effects.ledger = settling.effects }
    decision.take(taxes)
    if case .billingContracts = selector {
      complete(&decision, for: selection.contracts, outcomes, on: facts, in: context)
    }
    warnOfExpiredPaymentMethods(in: &decision, on: facts, at: context.now.date)
    decision.answer.skipped.sort { $0.billingScheduleId < $1.billingScheduleId }
    decision.outcome = decision.answer.outcome
    return decision
  }

  /// The invoice is made all the same: it may be paid otherwise.
  private func warnOfExpiredPaymentMethods(
    in decision: inout Decision, on facts: WorkingSet, at day: CivilDate
  ) {
    let named = Set(decision.effects.invoices.made.compactMap(\.savedPaymentMethodId))
    for id in named.sorted() {
      guard let method = facts.paymentMethods[SavedPaymentMethod.ID(id)], method.isExpired(on: day)
      else { continue }
      let month = method.expiresOn.map { " in \($0)" } ?? ""
      decision.warnings.append(
        Fault(
          code: .paymentMethodExpired,
          message:
            "Saved payment method \(id) of account \(method.accountId) expired\(month). Ask the customer "
            + "for another one before the invoice is charged.",
          source: RecordReference(.savedPaymentMethod, method.id)))
    }
  }

  /// A posted invoice settled as its account asks for it, and what followed its posting; two invoices of one request never
  /// use the same amount.
  private func settled(
    _ result: InvoiceMaker.Attempt, _ shared: inout Settling?, on facts: WorkingSet,
    in context: PlanningContext
  ) -> (InvoiceMaker.Attempt, [InvoiceChange.Act]) {
    guard case .made(let invoice, let taxes, let numbering, let progress, let usage) = result,
      invoice.status == .posted,
      facts.accounts[invoice.accountId]?.settlesAtPosting == true
    else { return (result, []) }
    var settling = shared.take() ?? Settling(facts: facts, context: context)
    settling.add(made: invoice)
    var refusal: ItemRefusal?
    do throws(ItemRefusal) {
      try settling.settleAtPosting(of: invoice.id)
    } catch {
      refusal = error
    }
    let settled = settling.finish(made: invoice.id)
    shared = settling
    if let refusal {
      return (
        .unnumbered(Fault(code: refusal.code, message: refusal.message, source: refusal.source)), []
      )
    }
    return (
      .made(
        settled?.invoice ?? invoice, taxes: taxes, numbering: numbering, progress: progress,
        usage: usage),
      settled?.acts ?? []
    )
  }

  private func add(
    _ result: InvoiceMaker.Attempt, of group: InvoiceGroup, _ pointers: SchedulePointers,
    _ taxes: inout TaxesInProgress, in context: PlanningContext, to decision: inout Decision
  ) {
    switch result {
    case .made(let invoice, let source, let numbering, let progress, let usage):
      taxes.note(source, of: invoice.id.text)
      if invoice.status == .posted {
        taxes.post(.invoice(invoice.id), of: invoice.accountId, source, at: context.now)
      }
      decision.answer.invoices.append(.made(index: decision.effects.invoices.made.count))
      decision.effects.invoices.made.append(invoice)
      decision.effects.invoices.reissues += invoice.reinvoiceOf.map {
        ReissueLink(earlier: $0, later: invoice.id)
      }
      if case .policy(let policy) = numbering {
        decision.effects.invoices.sequencePolicies[invoice.id] = policy
      }
      decision.effects.progress += progress
      decision.effects.records += usage.map(Record.usageRecord)
    case .zeroAmount:
      for member in group.members { passOver(member.due, in: &decision) }
    case .unnumbered(let fault):
      decision.answer.invoices.append(
        .failed(
          accountId: group.account.id, billingScheduleIds: group.members.map(\.schedule.id),
          faults: [fault]))
      // The schedules are sound: they stay ready, and the next request bills them.
      decision.errorLogs.append(
        ErrorLogEntry(
          category: .invoicePosting, code: fault.code, message: fault.message,
          primaryRecord: primaryRecord(for: group.account.id), relatedRecord: fault.source,
          accountId: group.account.id))
    case .failed(let failures):
      decision.answer.invoices.append(
        .failed(
          accountId: group.account.id, billingScheduleIds: group.members.map(\.schedule.id),
          faults: failures.map { pointers.fault($0.code, at: $0.schedule.id, $0.message) }))
      for failure in failures {
        decision.errorLogs.append(
          errorLog(failure.category, failure.code, failure.message, for: failure.schedule))
        guard var progress = failure.schedule.progress else { continue }
        progress.status = .error
        decision.effects.progress.append(
          ScheduleProgress(billingScheduleId: failure.schedule.id, progress: progress))
      }
    }
  }

  /// Of a schedule whose end has come and which charges nothing any more no invoice would ever come: it is complete.
  private func passOver(_ due: DueSchedule, in decision: inout Decision) {
    var progress = due.progress
    if due.endsWithoutCharge(by: lastDueDay) {
      progress.complete(isByCancellation: due.schedule.isCutByCancellation)
      decision.effects.progress.append(
        ScheduleProgress(billingScheduleId: due.schedule.id, progress: progress))
    }
    decision.answer.skipped.append(
      SkippedSchedule(
        billingScheduleId: due.schedule.id, reason: .zeroAmount,
        nextBillingDate: progress.nextBillingDate))
  }
}
