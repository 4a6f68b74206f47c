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
    let unreported: SQL = ids.isEmpty ? "" : "AND NOT (task.id \(anyOf: ids))"
    let reported: SQL =
      ids.isEmpty
      ? ""
      : """
      UNION SELECT id FROM invoice_task
      WHERE id \(anyOf: ids) AND invoice_id \(anyOf: invoices)
      """
    // A row of an index for each state, however long the history is.
    return FactsQuestion(
      statement: """
        SELECT \(columns: InvoiceTask.table) FROM invoice_task WHERE id IN (
          SELECT (
            SELECT task.id FROM invoice_task AS task
            WHERE task.invoice_id = invoice.id AND task.kind = of_kind.kind
              AND task.status = of_status.status \(unreported)
            ORDER BY task.number DESC LIMIT 1
          )
          FROM invoice
          CROSS JOIN (\(Self.rows(InvoiceTask.Kind.allCases.map(\.rawValue), as: "kind"))) AS of_kind
          CROSS JOIN (\(Self.rows(InvoiceTask.Status.allCases.map(\.rawValue), as: "status"))) AS of_status
          WHERE invoice.id \(anyOf: invoices)
          \(reported)
        ) ORDER BY number
        """
    ) { found, row throws(StoreError) in
      found.facts.tasks.insertAsLatest(try InvoiceTask(from: &row))
    }
  }

  /// Words as rows of one column.
  private static func rows(_ words: [String], as column: SQL) -> SQL {
    var rows: SQL = ""
    for (place, word) in words.enumerated() {
      rows = place == 0 ? "SELECT \(word) AS \(column)" : "\(rows) UNION ALL SELECT \(word)"
    }
    return rows
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
