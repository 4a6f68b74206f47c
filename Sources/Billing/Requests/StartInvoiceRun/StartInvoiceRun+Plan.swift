import CivilTime

extension StartInvoiceRun {
  /// The run as it begins; what it does comes chunk by chunk (``InvoiceRun/plan(_:on:in:refusing:)``). A run that cannot begin
  /// is refused and leaves no record.
  package func plan(on facts: WorkingSet, in context: PlanningContext) -> Decision {
    let id = invoiceRunId ?? context.invoiceRunIdentifier
    if let run = facts.runs.runs[id] { return RequestFaults.runExists(run).decision() }
    let faults = unknownCriteria(of: id, on: facts)
    guard faults.errors.isEmpty else { return faults.decision() }
    if then.emails, context.email == nil {
      return RequestFaults.emailsRefused(.emailNotConfigured, id, at: "/then/email").decision()
    }
    var terms = terms
    // A preview has estimated tax and no number.
    if isPreview { terms.action = .draft }
    return .starting(
      InvoiceRun(
        id: id, kind: isPreview ? .preview : .generate, runDate: context.now.date, terms: terms,
        criteria: criteria, then: then, startedAt: context.now),
      in: context)
  }

  /// Every record that the criteria name and that is not stored, list by list, in order of identifier.
  private func unknownCriteria(of run: InvoiceRun.ID, on facts: WorkingSet) -> RequestFaults {
    var faults = RequestFaults()
    for id in (criteria.legalEntityIds ?? []).sorted() where facts.legalEntities[id] == nil {
      let record = RecordReference(.legalEntity, id)
      faults.append(
        .unknownCriterion(
          record, .recordReferenceNotFound,
          at: pointers[record] ?? "/criteria/legalEntityIds", of: run))
    }
    for (ids, list) in [
      (criteria.accountIds ?? [], "accountIds"),
      (criteria.excludedAccountIds, "excludeAccountIds"),
    ] {
      for id in ids.sorted() where !facts.runs.existingAccounts.contains(id) {
        let record = RecordReference(.account, id)
        faults.append(
          .unknownCriterion(
            record, .accountNotFound, at: pointers[record] ?? "/criteria/\(list)", of: run))
      }
    }
    return faults
  }
}
