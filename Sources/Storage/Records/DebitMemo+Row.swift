internal import Billing
internal import Monetary

extension DebitMemo: StoredRecord {
  static let table = Table(
    "debit_memo", key: ["id"],
    [
      .id, Column("account_id", .identifier), Column("status", .text),
      Column("invoice_generation_status", .text), Column("currency", .text), .revision,
      Column("invoice_id", .identifier),
    ])

  /// As it is stored, the worker's own word among the sender's: a memo with an invoice was ready for it.
  private enum GenerationStatus: String {
    case none = "None"
    case ready = "ReadyForInvoiceGeneration"
    case draftGenerated = "DraftInvoiceGenerated"
    case postedGenerated = "PostedInvoiceGenerated"
  }

  private var generationStatus: GenerationStatus {
    if invoiceId != nil { return isInvoicePosted ? .postedGenerated : .draftGenerated }
    return switch invoiceGenerationStatus {
    case .none: .none
    case .readyForInvoiceGeneration: .ready
    }
  }

  static var loading: RecordLoading { .apart }

  /// Without its lines, which stand in a table of their own.
  init(from row: inout RowDecoder) throws(StoreError) {
    let id: DebitMemo.ID = try row.id()
    let accountId: Account.ID = try row.id()
    let status: Status = try row.value()
    let generation: GenerationStatus = try row.value()
    self.init(
      id: id, accountId: accountId, status: status,
      invoiceGenerationStatus: generation == .none ? .none : .readyForInvoiceGeneration,
      currency: try row.currency(), lines: [],
      revision: try row.optionalInteger(), invoiceId: try row.optionalID(),
      isInvoicePosted: generation == .postedGenerated)
  }

  func encode(into rows: inout RowBuffer) {
    rows.append(id)
    rows.append(accountId)
    rows.append(status)
    rows.append(generationStatus)
    rows.append(currency.code)
    rows.append(revision)
    rows.append(invoiceId)
  }

  /// Its lines are replaced.
  static func write(
    _ ids: [String], of records: RecordTables, to database: any Database
  ) throws(StoreError) {
    try upsert(ids, of: records, to: database)
    try database.execute("DELETE FROM debit_memo_line WHERE debit_memo_id \(anyOf: ids)")
    var lines = RowBuffer()
    for id in ids {
      let id = DebitMemo.ID(id)
      for (position, line) in zip(1..., records.debitMemos[id]?.lines ?? []) {
        line.encode(into: &lines, of: id, position: position)
      }
    }
    try database.write(.insert(DebitMemo.Line.table), lines)
  }
}

extension DebitMemo.Line {
  static let table = Table(
    "debit_memo_line", key: ["debit_memo_id", "position"],
    [
      Column("debit_memo_id", .identifier), Column("position", .integer), Column("name", .text),
      Column("quantity", .decimal), Column("unit_price", .decimal), Column("amount", .decimal),
      Column("tax_treatment_id", .identifier),
    ])

  init(afterKeyFrom row: inout RowDecoder) throws(StoreError) {
    self.init(
      name: try row.text(), quantity: try row.decimal(), unitPrice: try row.decimal(),
      amount: try row.decimal(), taxTreatmentId: try row.optionalID())
  }

  func encode(into rows: inout RowBuffer, of memoId: DebitMemo.ID, position: Int) {
    rows.append(memoId)
    rows.append(position)
    rows.append(name)
    rows.append(quantity)
    rows.append(unitPrice)
    rows.append(amount)
    rows.append(taxTreatmentId)
  }
}

extension Database {
  /// The memos with their lines.
  func debitMemos(_ ids: Set<DebitMemo.ID>) throws(StoreError) -> [DebitMemo] {
    var memos = try rows(
      "SELECT \(columns: DebitMemo.table) FROM debit_memo WHERE id \(anyOf: ids)"
    ) { row throws(StoreError) in try DebitMemo(from: &row) }
    guard !memos.isEmpty else { return [] }
    var places: [DebitMemo.ID: Int] = [:]
    for (place, memo) in memos.enumerated() { places[memo.id] = place }
    let lines: SQL = """
      SELECT \(columns: DebitMemo.Line.table) FROM debit_memo_line
      WHERE debit_memo_id \(anyOf: places.keys) ORDER BY debit_memo_id, position
      """
    try query(lines) { row throws(StoreError) in
      var decoder = RowDecoder(row)
      guard let place = places[try decoder.id()] else { throw strayRow("debit_memo_line") }
      _ = try decoder.int()
      memos[place].lines.append(try DebitMemo.Line(afterKeyFrom: &decoder))
    }
    return memos
  }
}
