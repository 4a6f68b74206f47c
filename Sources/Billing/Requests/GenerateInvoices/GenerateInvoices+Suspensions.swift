extension GenerateInvoices {
  /// Step 2 of <doc:Generation>: one suspended schedule among the selected keeps
  /// the whole request from being billed. nil when none is.
  func suspensionFaults(of due: [DueSchedule], facts: WorkingSet) -> RequestFaults? {
    guard !facts.suspensions.isEmpty else { return nil }
    var inForce = SuspensionsInForce(on: targetDate, facts: facts)
    let suspended = due.map { inForce.first(of: $0.schedule) }
    guard suspended.contains(where: { $0 != nil }) else { return nil }
    let pointers = SchedulePointers(selector)
    var faults = RequestFaults(errors: [], errorLogs: [])
    for (selected, suspension) in zip(due, suspended) {
      guard let suspension else {
        faults.errors.append(
          pointers.fault(
            .notProcessedTogether, at: selected.schedule.id,
            "Billing schedule \(selected.schedule.id) was not billed because another schedule of "
              + "the same request is suspended. Request it apart, or resume the other."))
        continue
      }
      let interval =
        suspension.resumeDate.map { "from \(suspension.suspendDate) until \($0)" }
        ?? "from \(suspension.suspendDate) on"
      let error = pointers.fault(
        .billingScheduleSuspended, at: selected.schedule.id,
        "Billing schedule \(selected.schedule.id) is suspended \(interval) by suspension "
          + "\(suspension.id), which holds the target date \(targetDate). Give the suspension a "
          + "resumeDate, choose another target date, or leave the schedule out; until then "
          + "nothing of this request is billed.")
      faults.errors.append(error)
      faults.errorLogs.append(
        errorLog(.invoiceGeneration, error.code, error.message, for: selected.schedule))
    }
    return faults
  }
}
