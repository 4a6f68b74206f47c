internal import Billing

/// What an answer says of schedules that are not billed.
extension FactsLoading {
  /// Of each schedule the draft that holds its latest period. An account without drafts costs one look at an index.
  var latestDrafts: FactsQuestion? {
    let billedBefore = found.billed.filter { $0.progress?.hasLines == true }
    guard !billedBefore.isEmpty else { return nil }
    return FactsQuestion(
      statement: """
        SELECT latest.schedule_id, invoice.id FROM (
          SELECT schedule.id AS schedule_id, \(LatestLine.invoiceId) AS invoice_id
          FROM billing_schedule schedule
          WHERE schedule.id \(anyOf: billedBefore.map(\.id)) AND schedule.account_id IN (
            SELECT account_id FROM invoice
            WHERE account_id \(anyOf: Set(billedBefore.map(\.accountId))) AND status = 'Draft'
          )
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
