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
    return ids.isEmpty ? nil : tasks("FROM invoice_task WHERE id \(anyOf: ids)")
  }

  /// Of each kind the one that was requested last.
  var latestTasks: FactsQuestion? {
    let ids = needed.tasks.ofInvoices
    guard !ids.isEmpty else { return nil }
    return tasks(
      """
      FROM (
        SELECT \(columns: InvoiceTask.table), row_number() OVER (
          PARTITION BY invoice_id, kind ORDER BY number DESC
        ) AS place
        FROM invoice_task WHERE invoice_id \(anyOf: ids)
      ) AS latest WHERE place = 1
      """)
  }

  private func tasks(_ source: SQL) -> FactsQuestion {
    FactsQuestion(statement: "SELECT \(columns: InvoiceTask.table) \(source)") {
      found, row throws(StoreError) in found.facts.tasks.insert(try InvoiceTask(from: &row))
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
