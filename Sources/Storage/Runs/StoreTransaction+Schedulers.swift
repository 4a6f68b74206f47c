package import Billing
package import CivilTime

extension StoreSession {
  /// Active schedulers whose next occurrence is due, or of which something waits and no run is Running; at most `limit`.
  package func dueSchedulers(
    at now: UTCInstant, limit: Int
  ) throws(StoreError) -> [InvoiceScheduler.ID] {
    try reading { () throws(StoreError) in
      try database.rows(
        """
        SELECT id FROM invoice_scheduler WHERE status = 'Active' AND next_instant <= \(now)
        UNION
        SELECT scheduler_id FROM scheduler_occurrence
        WHERE outcome = 'Waiting'
          AND EXISTS (
            SELECT 1 FROM invoice_scheduler
            WHERE invoice_scheduler.id = scheduler_occurrence.scheduler_id AND status = 'Active'
          )
          AND NOT EXISTS (
            SELECT 1 FROM invoice_run
            WHERE invoice_run.scheduler_id = scheduler_occurrence.scheduler_id
              AND invoice_run.status = 'Running'
          )
        ORDER BY 1 LIMIT \(limit)
        """
      ) { row throws(StoreError) in try row.id() }
    }
  }
}

extension StoreTransaction {
  /// A scheduler that is Active, locked, with its calendar and what is known of it.
  package borrowing func schedulerToTurn(
    _ id: InvoiceScheduler.ID
  ) throws(StoreError) -> (InvoiceScheduler, HolidayCalendar?, SchedulerState)? {
    let scheduler = try database.first(
      """
      SELECT \(columns: InvoiceScheduler.table) FROM invoice_scheduler
      WHERE id = \(id) AND status = 'Active' \(RowLock.wait)
      """
    ) { row throws(StoreError) in try InvoiceScheduler(from: &row) }
    guard let scheduler else { return nil }
    var calendar: HolidayCalendar?
    if let calendarId = scheduler.holidayCalendarId {
      calendar = try database.first(
        """
        SELECT \(columns: HolidayCalendar.table) FROM holiday_calendar WHERE id = \(calendarId)
        """
      ) { row throws(StoreError) in try HolidayCalendar(from: &row) }
    }
    // Read once the scheduler is locked: who gives an occurrence its outcome holds that.
    let state = try database.schedulerStates([id])[id] ?? SchedulerState()
    return (scheduler, calendar, state)
  }

  /// Stores the result of a turn: the next occurrence, the outcomes, the run. An occurrence that was settled before, by a worker with zone
  /// data of its own, keeps its outcome.
  ///
  /// - Returns: the turn as it was stored: without the occurrences that were settled before, and without their run. Only
  ///   what it holds is to be reported.
  package borrowing func write(
    _ turn: SchedulerTurn, at now: UTCInstant
  ) throws(StoreError) -> SchedulerTurn {
    var stored = turn
    let settled = try settle(turn.occurrences)
    stored.occurrences = turn.occurrences.filter { settled.contains($0.localDate) }
    if let run = turn.run {
      let isItsOwn = turn.occurrences.contains { $0.outcome == .run(run.id) }
      let isStored = stored.occurrences.contains { $0.outcome == .run(run.id) }
      if isItsOwn, !isStored { stored.run = nil }
    }
    var row = RowBuffer()
    turn.scheduler.encode(into: &row)
    try database.write(.upsert(InvoiceScheduler.table), row)
    if let run = stored.run { try start([run], at: now) }
    return stored
  }

  /// Gives occurrences that have no outcome yet, or wait, theirs.
  ///
  /// - Returns: the local dates of those that were stored.
  borrowing func settle(
    _ occurrences: [SchedulerOccurrence]
  ) throws(StoreError) -> Set<CivilDate> {
    var settled: Set<CivilDate> = []
    // One statement touches a row once: of several of one day the last counts.
    var byDay: [InvoiceScheduler.ID: [CivilDate: SchedulerOccurrence]] = [:]
    for occurrence in occurrences {
      byDay[occurrence.schedulerId, default: [:]][occurrence.localDate] = occurrence
    }
    var rows = RowBuffer()
    for (_, days) in byDay.sorted(by: { $0.key < $1.key }) {
      for (_, occurrence) in days.sorted(by: { $0.key < $1.key }) {
        occurrence.encode(into: &rows)
      }
    }
    guard !rows.isEmpty else { return [] }
    try database.write(SchedulerOccurrence.settling, rows) { row throws(StoreError) in
      settled.insert(try row.date(at: 0))
    }
    return settled
  }
}

extension Database {
  func schedulerStates(
    _ ids: Set<InvoiceScheduler.ID>
  ) throws(StoreError) -> [InvoiceScheduler.ID: SchedulerState] {
    guard !ids.isEmpty else { return [:] }
    var states: [InvoiceScheduler.ID: SchedulerState] = [:]
    let running: SQL = """
      SELECT scheduler_id, id, started_at, scheduled_for FROM invoice_run
      WHERE scheduler_id \(anyOf: ids) AND status = 'Running' AND scheduler_id IS NOT NULL
      """
    let waiting: SQL = """
      SELECT \(columns: SchedulerOccurrence.table) FROM scheduler_occurrence
      WHERE scheduler_id \(anyOf: ids) AND outcome = 'Waiting' ORDER BY scheduler_id, local_date
      """
    let settled: SQL = """
      SELECT scheduler_id, local_date FROM (
        SELECT scheduler_id, local_date, row_number() OVER (
          PARTITION BY scheduler_id ORDER BY local_date DESC) AS place
        FROM scheduler_occurrence WHERE scheduler_id \(anyOf: ids)
      ) AS latest WHERE place <= \(SchedulerState.mostSettledDates)
      """
    try query(together: [running, waiting, settled]) { index, found throws(StoreError) in
      var row = RowDecoder(found)
      switch index {
      case 0:
        let id: InvoiceScheduler.ID = try row.id()
        states[id, default: SchedulerState()].runningRunId = try row.id()
        let startedAt = try row.instant()
        states[id]?.isRunningLate = try row.optionalInstant().map(startedAt.isLate) ?? false
      case 1:
        let occurrence = try SchedulerOccurrence(from: &row)
        states[occurrence.schedulerId, default: SchedulerState()].waiting.append(occurrence)
      default:
        let id: InvoiceScheduler.ID = try row.id()
        states[id, default: SchedulerState()].settledDates.insert(try row.date())
      }
    }
    return states
  }
}
