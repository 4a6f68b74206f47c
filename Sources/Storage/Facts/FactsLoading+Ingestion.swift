internal import Billing

extension FactsLoading {
  /// The identifiers and numbers in use among those that ingested invoices bring, and the debit memos named.
  mutating func loadForIngestion() throws(StoreError) {
    behind.insert(needed.accounts)
    try ask([usedIdentifiers, usedNumbers].compactMap(\.self))
    if !needed.records.debitMemos.isEmpty {
      let memos = try database.debitMemos(needed.records.debitMemos)
      for memo in memos { facts.insert(.debitMemo(memo)) }
      behind.insert(debitMemos: memos)
    }
  }

  /// The stored invoices that a request changes, whatever made them.
  mutating func loadStoredInvoices() throws(StoreError) {
    guard !needed.invoices.isEmpty else { return }
    let invoices = try database.invoices(where: "id \(anyOf: needed.invoices)")
    for invoice in invoices { facts.insert(invoice) }
    behind.insert(drafts: invoices)
    try loadSchedulesBehind(invoices)
  }

  private var usedIdentifiers: Question? {
    let identifiers = needed.identifiers.uniqueIdentifiers
    guard !identifiers.isEmpty else { return nil }
    return Question(
      statement: """
        SELECT unique_identifier, invoice_id,
          (SELECT invoice_number FROM invoice WHERE invoice.id = ingested_invoice.invoice_id)
        FROM ingested_invoice WHERE unique_identifier \(anyOf: identifiers)
        """
    ) { loading, row throws(StoreError) in
      loading.facts.identifiers.insert(
        uniqueIdentifier: try row.text(), of: try row.id(), number: try row.optionalText())
    }
  }

  private var usedNumbers: Question? {
    let numbers = needed.identifiers.numbers
    guard !numbers.isEmpty else { return nil }
    // Generated ones too: what a policy gave out while it was active is taken. The kind names the index
    // that keeps the numbers of each unique.
    return Question(
      statement: """
        SELECT invoice_number, number_scope, id FROM invoice
        WHERE invoice_number \(anyOf: numbers) AND creation_mode = 'External'
        UNION ALL
        SELECT invoice_number, 'Invoice' || coalesce('/entity/' || legal_entity_id, ''), id FROM invoice
        WHERE invoice_number \(anyOf: numbers) AND creation_mode = 'Generated'
        """
    ) { loading, row throws(StoreError) in
      loading.facts.identifiers.insert(
        number: try row.text(), in: NumberScope(text: try row.text()), id: try row.id())
    }
  }

  /// A generated line's tax treatment follows from its schedule and group.
  private mutating func loadSchedulesBehind(_ invoices: [Invoice]) throws(StoreError) {
    let ids = Set(invoices.flatMap(\.billingScheduleIds))
    guard !ids.isEmpty else { return }
    try ask(questions(Record.billingSchedule, ids))
    let schedules = facts.schedules.values.filter { ids.contains($0.id) }
    behind.insert(schedules: schedules)
    let groupIds = Set(schedules.compactMap(\.billingScheduleGroupId))
    try ask(questions(Record.billingScheduleGroup, groupIds))
    behind.insert(groups: facts.groups.values.filter { groupIds.contains($0.id) })
  }
}
