extension RecoverBillingSchedules {
  /// Schedules in Error are ready again; the answer is the latest generated invoice of each
  /// (<doc:Lifecycle>). One that is not in Error is left as it is, with a warning; an
  /// unknown one refuses the request.
  package func plan(on facts: WorkingSet, in context: PlanningContext) -> Decision {
    let pointers = SchedulePointers(billingScheduleIds)
    var faults = RequestFaults(errors: [], errorLogs: [])
    var decision = Decision(outcome: .succeeded)
    var listed: Set<Invoice.ID> = []
    for id in billingScheduleIds {
      guard let schedule = facts.schedules[id], let progress = schedule.progress else {
        faults.append(.unknownSchedule(id, pointer: pointers[id]))
        continue
      }
      if progress.status == .error {
        decision.effects.progress.append(
          ScheduleProgress(
            billingScheduleId: id,
            progress: progress.recovered(isWaitingForMilestone: schedule.isWaitingForMilestone)))
      } else {
        decision.warnings.append(
          pointers.fault(
            .billingScheduleNotInError, at: id,
            "Billing schedule \(id) is \(progress.status.rawValue), not Error; it was left as it "
              + "is."))
      }
      decision.answer.schedules.append(
        RecoveredSchedule(billingScheduleId: id, latestInvoice: facts.latestInvoices[id]?.summary))
      if let invoice = facts.latestInvoices[id], listed.insert(invoice.id).inserted {
        decision.answer.invoices.append(.existing(invoice.summary))
      }
    }
    return faults.errors.isEmpty ? decision : faults.decision()
  }
}

extension BillingProgress {
  /// Out of Error: ready, or completely billed or waiting when nothing is left to bill meanwhile.
  fileprivate func recovered(isWaitingForMilestone: Bool) -> BillingProgress {
    var progress = self
    progress.status =
      nextBillingDate != nil
      ? .readyForInvoicing
      : isWaitingForMilestone && !hasLines && !isCompletedByCancellation
        ? .waitingForMilestone : .completelyBilled
    return progress
  }
}
