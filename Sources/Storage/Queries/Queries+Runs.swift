package import Billing
package import CivilTime

/// A scheduler with what became of its latest occurrences.
package struct SchedulerView: Hashable, Sendable {
  package let scheduler: InvoiceScheduler
  /// The one that it names.
  package var calendar: HolidayCalendar?
  /// The latest, the last first.
  package var occurrences: [SchedulerOccurrence] = []
  /// Its run that is Running.
  package var runningRunId: InvoiceRun.ID?

  package init(
    scheduler: InvoiceScheduler, calendar: HolidayCalendar? = nil,
    occurrences: [SchedulerOccurrence] = [], runningRunId: InvoiceRun.ID? = nil
  ) {
    self.scheduler = scheduler
    self.calendar = calendar
    self.occurrences = occurrences
    self.runningRunId = runningRunId
  }
}

extension Queries {
  /// Runs, the one begun last first, at most `limit` of them, with what they have counted so far; those after the one that is given by
  /// its start and its identifier.
  package func runs(
    status: InvoiceRun.Status? = nil, kind: InvoiceRun.Kind? = nil,
    scheduler: InvoiceScheduler.ID? = nil,
    after place: (startedAt: UTCInstant, id: InvoiceRun.ID)? = nil, limit: Int
  ) throws(StoreError) -> [InvoiceRun] {
    let hasStatus: SQL? = status.map { "status = \($0.rawValue)" }
    let isOfKind: SQL? = kind.map { "kind = \($0.rawValue)" }
    let isOfScheduler: SQL? = scheduler.map { "scheduler_id = \($0)" }
    let isAfter: SQL? = place.map { "(started_at, id) < (\($0.startedAt), \($0.id))" }
    return try session.reading { () throws(StoreError) in
      var runs = try database.rows(
        """
        SELECT \(columns: InvoiceRun.table) FROM invoice_run
        \(where: hasStatus, isOfKind, isOfScheduler, isAfter)
        ORDER BY started_at DESC, id DESC LIMIT \(limit)
        """
      ) { row throws(StoreError) in try InvoiceRun(headFrom: &row) }
      for index in runs.indices { try database.addCounts(to: &runs[index]) }
      return runs
    }
  }

  /// The run with what it has counted so far; nil for no such run.
  package func run(_ id: InvoiceRun.ID) throws(StoreError) -> InvoiceRun? {
    try session.runProgress(id)
  }

  /// Errors of a run, first by chunk; at most `limit`.
  package func runErrors(
    of id: InvoiceRun.ID, limit: Int
  ) throws(StoreError) -> [RunError] {
    try session.reading { () throws(StoreError) in try database.runErrors(of: id, limit: limit) }
  }

  /// Whether somebody wants a run canceled.
  package func isCancelWanted(_ id: InvoiceRun.ID) throws(StoreError) -> Bool {
    try session.reading { () throws(StoreError) in try database.isCancelWanted(id) }
  }

  /// Schedulers in order of identifier, at most `limit` of them, each with its latest `occurrences` occurrences.
  package func schedulers(
    status: InvoiceScheduler.Status? = nil, limit: Int, occurrences: Int = 5
  ) throws(StoreError) -> [SchedulerView] {
    let hasStatus: SQL? = status.map { "status = \($0.rawValue)" }
    return try session.reading { () throws(StoreError) in
      let schedulers = try database.rows(
        """
        SELECT \(columns: InvoiceScheduler.table) FROM invoice_scheduler\(where: hasStatus)
        ORDER BY id LIMIT \(limit)
        """
      ) { row throws(StoreError) in try InvoiceScheduler(from: &row) }
      let calendars = try calendars(Set(schedulers.compactMap(\.holidayCalendarId)))
      let states = try database.schedulerStates(Set(schedulers.map(\.id)))
      var views: [SchedulerView] = []
      for scheduler in schedulers {
        views.append(
          SchedulerView(
            scheduler: scheduler,
            calendar: scheduler.holidayCalendarId.flatMap { calendars[$0] },
            occurrences: try self.occurrences(of: scheduler.id, limit: occurrences),
            runningRunId: states[scheduler.id]?.runningRunId))
      }
      return views
    }
  }

  private func calendars(
    _ ids: Set<HolidayCalendar.ID>
  ) throws(StoreError) -> [HolidayCalendar.ID: HolidayCalendar] {
    guard !ids.isEmpty else { return [:] }
    let calendars = try database.rows(
      "SELECT \(columns: HolidayCalendar.table) FROM holiday_calendar WHERE id \(anyOf: ids)"
    ) { row throws(StoreError) in try HolidayCalendar(from: &row) }
    return Dictionary(calendars.map { ($0.id, $0) }) { first, _ in first }
  }

  private func occurrences(
    of id: InvoiceScheduler.ID, limit: Int
  ) throws(StoreError) -> [SchedulerOccurrence] {
    try database.rows(
      """
      SELECT \(columns: SchedulerOccurrence.table) FROM scheduler_occurrence
      WHERE scheduler_id = \(id) ORDER BY local_date DESC LIMIT \(limit)
      """
    ) { row throws(StoreError) in try SchedulerOccurrence(from: &row) }
  }
}
