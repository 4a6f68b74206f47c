extension ResumeBilling {
  /// Ends the suspension. A date that the suspension had is replaced: an end may be moved both ways.
  package func plan(on facts: WorkingSet, in context: PlanningContext) -> Decision {
    guard var suspension = facts.suspensions[suspensionId] else {
      return RequestFaults.unknownSuspension(suspensionId).decision()
    }
    guard suspension.suspendDate < resumeDate else {
      let source = RecordReference(.billingSuspension, suspensionId)
      let fault = Fault(
        code: .resumeDateNotAfterSuspendDate,
        message:
          "Suspension \(suspensionId) begins on \(suspension.suspendDate), so invoicing cannot resume "
          + "on \(resumeDate). Choose a later resumeDate.",
        pointer: "/resumeDate", source: source)
      let log = ErrorLogEntry(
        category: .invoiceGeneration, code: fault.code, message: fault.message,
        primaryRecord: source)
      return RequestFaults(errors: [fault], errorLogs: [log]).decision()
    }
    suspension.resumeDate = resumeDate
    return Decision(
      outcome: .succeeded, effects: Effects(records: [.billingSuspension(suspension)]))
  }
}
