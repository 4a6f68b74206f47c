extension StartInvoiceRun {
  package var factsNeeded: FactsNeeded {
    var needed = FactsNeeded()
    if let invoiceRunId {
      needed.runs.read = [invoiceRunId]
      // Two that begin a run of one name are planned one after the other, though no row exists yet that could be locked.
      needed.records.written.insert(RecordReference(.invoiceRun, invoiceRunId))
    }
    needed.runs.accountsNamed = (criteria.accountIds ?? []).union(criteria.excludedAccountIds)
    for id in criteria.legalEntityIds ?? [] { needed.records.insert(id) }
    return needed
  }
}
