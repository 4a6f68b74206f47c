internal import Billing

/// Runs, and the schedulers that begin them.
extension FactsLoading {
  /// Waits for the chunks that are under way.
  var lockedRuns: FactsQuestion? {
    let ids = needed.runs.changed
    guard !ids.isEmpty else { return nil }
    return FactsQuestion(
      statement: """
        SELECT \(columns: InvoiceRun.table) FROM invoice_run
        WHERE id \(anyOf: ids) ORDER BY id \(RowLock.wait)
        """
    ) { found, row throws(StoreError) in
      let run = try InvoiceRun(headFrom: &row)
      found.facts.runs.runs[run.id] = run
    }
  }

  /// Locked, for the clock gives occurrences their outcomes meanwhile; with the calendars that they name.
  var schedulers: FactsQuestion? {
    let ids = needed.records.identifiers[InvoiceScheduler.self]
      .union(needed.runs.statesOfSchedulers)
    guard !ids.isEmpty else { return nil }
    return FactsQuestion(
      statement: """
        SELECT \(columns: InvoiceScheduler.table) FROM invoice_scheduler
        WHERE id \(anyOf: ids) ORDER BY id \(RowLock.wait)
        """
    ) { found, row throws(StoreError) in
      let scheduler = try InvoiceScheduler(from: &row)
      found.facts.insert(scheduler.record)
      if let id = scheduler.holidayCalendarId { found.behind.insert(calendar: id) }
    }
  }

  var activeSchedulers: FactsQuestion? {
    guard !needed.runs.statesOfSchedulers.isEmpty else { return nil }
    return FactsQuestion(statement: "SELECT id FROM invoice_scheduler WHERE status = 'Active'") {
      found, row throws(StoreError) in found.facts.runs.activeSchedulers.insert(try row.id())
    }
  }

  var accountsNamedByRuns: FactsQuestion? {
    let ids = needed.runs.accountsNamed
    guard !ids.isEmpty else { return nil }
    return FactsQuestion(statement: "SELECT id FROM account WHERE id \(anyOf: ids)") {
      found, row throws(StoreError) in found.facts.runs.existingAccounts.insert(try row.id())
    }
  }
}
