internal import Billing

extension SchedulerOccurrence {
  static let table = Table(
    "scheduler_occurrence", key: ["scheduler_id", "local_date"],
    [
      Column("scheduler_id", .identifier), Column("local_date", .date),
      Column("scheduled_for", .instant), Column("outcome", .text), Column("run_id", .identifier),
    ])

  /// Stores those that are new, and the outcome of those that waited; one that has an outcome keeps it. Hands back the days of
  /// those that were stored.
  static let settling = BulkWrite(
    table: table.name, columns: table.columns,
    kind: .insert(
      onConflict: """
        ON CONFLICT (scheduler_id, local_date) DO UPDATE SET
        outcome = excluded.outcome, run_id = excluded.run_id
        WHERE scheduler_occurrence.outcome = 'Waiting'
        """,
      returning: "local_date"))

  init(from row: inout RowDecoder) throws(StoreError) {
    let schedulerId: InvoiceScheduler.ID = try row.id()
    let localDate = try row.date()
    let scheduledFor = try row.instant()
    let name = try row.text()
    let runId: InvoiceRun.ID? = try row.optionalID()
    let outcome: Outcome
    switch (name, runId, SkipReason(rawValue: name)) {
    case ("Run", let id?, _): outcome = .run(id)
    case ("Waiting", _, _): outcome = .waiting
    case (_, _, let reason?): outcome = .skipped(reason)
    default: throw row.unreadable("outcome of an occurrence")
    }
    self.init(
      schedulerId: schedulerId, localDate: localDate, scheduledFor: scheduledFor, outcome: outcome)
  }

  func encode(into rows: inout RowBuffer) {
    rows.append(schedulerId)
    rows.append(localDate)
    rows.append(scheduledFor)
    switch outcome {
    case .run(let id):
      rows.append("Run")
      rows.append(id)
    case .skipped(let reason):
      rows.append(reason)
      rows.append(nil as String?)
    case .waiting:
      rows.append("Waiting")
      rows.append(nil as String?)
    }
  }
}
