internal import Billing

// MARK: Ingestion
extension FactsLoading {
  /// What is known of invoices taken in before, and the debit memos named.
  mutating func loadIngested() throws(StoreError) {
    let ingestion = needed.ingestion
    behind.insert(ingestion)
    try loadDebitMemos()
    try loadUniqueIdentifiers(ingestion.uniqueIdentifiers)
    try loadNumbers(ingestion.numbers)
    guard !ingestion.invoices.isEmpty else { return }
    let invoices = try database.invoices(where: "id \(anyOf: ingestion.invoices)")
    for invoice in invoices { facts.ingested.replace(invoice) }
    behind.insert(drafts: invoices)
    // A generated line's treatment follows from its schedule.
    try loadSchedulesBehind(invoices)
  }

  private mutating func loadDebitMemos() throws(StoreError) {
    guard !needed.records.debitMemos.isEmpty else { return }
    let memos = try database.debitMemos(needed.records.debitMemos)
    for memo in memos { facts.insert(.debitMemo(memo)) }
    behind.insert(debitMemos: memos)
  }

  private mutating func loadUniqueIdentifiers(_ identifiers: Set<String>) throws(StoreError) {
    guard !identifiers.isEmpty else { return }
    let query: SQL = """
      SELECT unique_identifier, invoice_id FROM ingested_invoice
      WHERE unique_identifier \(anyOf: identifiers)
      """
    try database.query(query) { row throws(StoreError) in
      var decoder = RowDecoder(row)
      facts.ingested.insert(uniqueIdentifier: try decoder.text(), of: try decoder.id())
    }
  }

  private mutating func loadNumbers(_ numbers: Set<String>) throws(StoreError) {
    guard !numbers.isEmpty else { return }
    let query: SQL = """
      SELECT invoice_number, legal_entity_id, id FROM invoice
      WHERE invoice_number \(anyOf: numbers) AND creation_mode = 'External'
      """
    try database.query(query) { row throws(StoreError) in
      var decoder = RowDecoder(row)
      facts.ingested.insert(
        number: try decoder.text(), of: try decoder.optionalID(), id: try decoder.id())
    }
  }

  private mutating func loadSchedulesBehind(_ invoices: [Invoice]) throws(StoreError) {
    let ids = Set(invoices.flatMap(\.billingScheduleIds))
    let schedules = try load(Record.billingSchedule, ids)
    behind.insert(schedules: schedules)
    let groups = try load(
      Record.billingScheduleGroup, Set(schedules.compactMap(\.billingScheduleGroupId)))
    behind.insert(groups: groups)
  }
}
