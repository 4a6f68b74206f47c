internal import Billing

/// What an answer says of schedules that are not billed.
extension FactsLoading {
  private var billedBefore: [BillingSchedule] {
    found.billed.filter { $0.progress?.hasLines == true }
  }

  /// The accounts that have drafts: others cost one look at an index.
  var accountsWithDrafts: FactsQuestion? {
    let accounts = Set(billedBefore.map(\.accountId))
    guard !accounts.isEmpty else { return nil }
    return FactsQuestion(
      statement: """
        SELECT DISTINCT account_id FROM invoice
        WHERE account_id \(anyOf: accounts) AND status = 'Draft'
        """
    ) { found, row throws(StoreError) in
      found.accountsWithDrafts.insert(try row.id())
    }
  }

  /// Of each schedule of such an account the draft that holds its latest period.
  var latestDrafts: FactsQuestion? {
    guard !found.accountsWithDrafts.isEmpty else { return nil }
    let schedules = billedBefore.filter { found.accountsWithDrafts.contains($0.accountId) }
    return FactsQuestion(
      statement: """
        SELECT latest.schedule_id, invoice.id FROM (
          SELECT schedule.id AS schedule_id, \(LatestLine.invoiceId) AS invoice_id
          FROM billing_schedule schedule
          WHERE schedule.id \(anyOf: schedules.map(\.id))
        ) latest
        JOIN invoice ON invoice.id = latest.invoice_id
        WHERE invoice.status = 'Draft'
        """
    ) { found, row throws(StoreError) in
      found.facts.latestDrafts[try row.id()] = try row.id()
    }
  }

  /// Of each schedule in Error the unresolved log that was seen last.
  var openErrors: FactsQuestion? {
    let failed = found.billed.filter { $0.progress?.status == .error }
    guard !failed.isEmpty else { return nil }
    return FactsQuestion(statement: OpenError.statement(of: failed.map(\.id))) {
      found, row throws(StoreError) in
      found.facts.openErrors[try row.id()] = try OpenError(afterScheduleFrom: &row)
    }
  }
}
