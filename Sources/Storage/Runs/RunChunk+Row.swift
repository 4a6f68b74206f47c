internal import Billing

extension RunChunk {
  static let table = Table(
    "invoice_run_chunk", key: ["run_id", "chunk_no"],
    [
      Column("run_id", .identifier), Column("chunk_no", .integer),
      Column("first_id", .identifier), Column("last_id", .identifier), Column("begun", .integer),
    ])

  /// What a new one is written with.
  static let newTable = Table(
    table.name, key: table.key, table.columns.dropLast() + [Column("issued_at", .instant)])

  /// Locks one that is open.
  static func open(_ number: Int, of run: InvoiceRun.ID) -> SQL {
    """
    SELECT \(columns: table) FROM invoice_run_chunk
    WHERE run_id = \(run) AND chunk_no = \(number) AND NOT is_done \(RowLock.wait)
    """
  }

  init(from row: inout RowDecoder) throws(StoreError) {
    self.init(
      runId: try row.id(), number: try row.int(), first: try row.text(), last: try row.text(),
      begun: try row.int())
  }
}

extension RunItems {
  var identifiers: [String] {
    switch self {
    case .accounts(let ids): ids.map(\.text)
    case .invoices(let ids): ids.map(\.text)
    case .schedules(let ids): ids.map(\.text)
    }
  }
}

extension InvoiceRun.Kind {
  /// What a run of this kind goes over.
  func items(_ identifiers: [String]) -> RunItems {
    switch self {
    case .generate, .preview: .accounts(identifiers.map { Account.ID($0) })
    case .post, .cancel, .email, .tasks: .invoices(identifiers.map { Invoice.ID($0) })
    case .recover: .schedules(identifiers.map { BillingSchedule.ID($0) })
    }
  }
}

/// Schedules that a run has put in Error: what it recovers.
enum RunFailedSchedule {
  static let table = Table(
    "invoice_run_failed_schedule", key: ["run_id", "billing_schedule_id"],
    [Column("run_id", .identifier), Column("billing_schedule_id", .identifier)])
}
