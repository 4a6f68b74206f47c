internal import Billing

/// Tasks, and what accounts are charged by.
extension FactsLoading {
  var accountsOfTasks: FactsQuestion? {
    let ids = needed.tasks.ids
    guard !ids.isEmpty else { return nil }
    return .accounts(
      """
      SELECT account_id FROM invoice WHERE id IN (
        SELECT invoice_id FROM invoice_task WHERE id \(anyOf: ids)
      )
      """)
  }

  var tasks: FactsQuestion? {
    let ids = needed.tasks.ids
    guard !ids.isEmpty else { return nil }
    return FactsQuestion(
      statement: "SELECT \(columns: InvoiceTask.table) FROM invoice_task WHERE id \(anyOf: ids)"
    ) { found, row throws(StoreError) in found.facts.tasks.insert(try InvoiceTask(from: &row)) }
  }

  /// Of each kind and status the one that was requested last, and those that requests of the same batch report: one of these
  /// may fail before the other request is planned, and the latest of the rest counts then.
  var latestTasks: FactsQuestion? {
    let invoices = needed.tasks.ofInvoices
    guard !invoices.isEmpty else { return nil }
    let ids = needed.tasks.ids
    let isReported: SQL = ids.isEmpty ? "0" : "CASE WHEN id \(anyOf: ids) THEN 1 ELSE 0 END"
    return FactsQuestion(
      statement: """
        SELECT \(columns: InvoiceTask.table) FROM (
          SELECT number, \(columns: InvoiceTask.table), is_reported, row_number() OVER (
            PARTITION BY invoice_id, kind, status, is_reported ORDER BY number DESC
          ) AS place
          FROM (
            SELECT number, \(columns: InvoiceTask.table), \(isReported) AS is_reported
            FROM invoice_task WHERE invoice_id \(anyOf: invoices)
          ) AS task
        ) AS latest WHERE place = 1 OR is_reported = 1 ORDER BY number
        """
    ) { found, row throws(StoreError) in
      found.facts.tasks.insertAsLatest(try InvoiceTask(from: &row))
    }
  }

  /// Of the accounts whose invoices are charged, or may be by a contract of theirs.
  var defaultPaymentMethods: FactsQuestion? {
    let facts = found.facts
    var accounts = needed.tasks.defaultsOfAccounts
    accounts.formUnion(needed.tasks.charged.compactMap { facts.invoices[$0]?.accountId })
    accounts.formUnion(
      needed.schedules.ofContracts.compactMap { facts.contracts[$0] }
        .filter { $0.automation.contains(.charge) }.map(\.accountId))
    guard !accounts.isEmpty else { return nil }
    return .records(
      of: SavedPaymentMethod.self,
      where: "account_id \(anyOf: accounts) AND is_default = \(true)")
  }

  var anyPaymentMethod: FactsQuestion? {
    guard !needed.tasks.paymentMethodsNamed.isEmpty else { return nil }
    return FactsQuestion(statement: "SELECT id FROM saved_payment_method LIMIT 1") {
      found, row throws(StoreError) in
      _ = try row.text()
      found.facts.notePaymentMethods()
    }
  }
}
