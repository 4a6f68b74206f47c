package import CivilTime

extension InvoiceScheduler {
  /// So many occurrences are settled in one turn: a long outage takes several, each a short transaction.
  static let mostOccurrencesOfTurn = 366

  /// What is due of an Active scheduler at an instant. Total and pure; `holidays` is the calendar that it names.
  package func turn(
    at now: UTCInstant, state: SchedulerState, holidays: HolidayCalendar?, zones: any TimeZoneRules,
    deriveIdentifier: ([String]) -> String
  ) -> SchedulerTurn {
    withoutActuallyEscaping(deriveIdentifier) { derive in
      let calendar = OccurrenceCalendar(of: self, holidays, zones)
      var line = OccurrencesInLine(of: self, state, at: now) { runIdentifier($0, derive) }
      var turn = SchedulerTurn(scheduler: self)
      let due = due(at: now, in: calendar, leavingOut: state.settledDates)
      turn.scheduler.nextOccurrence = due.next
      if let last = due.occurrences.last, calendar.instant(of: last.localDate) == nil {
        turn.errorLog = .unknownZone(of: self, on: last.localDate)
        line.skip(due.occurrences, .missed)
      } else {
        line.settle(due.occurrences, areMoreDue: due.next.map { $0.instant <= now } ?? false)
      }
      turn.occurrences = line.outcomes.sorted { $0.localDate < $1.localDate }
      turn.run = line.run
      return turn
    }
  }

  /// An identifier of its own for each occurrence; two workers that settle it at the same time derive the same one.
  func runIdentifier(
    _ localDate: CivilDate, _ deriveIdentifier: ([String]) -> String
  ) -> InvoiceRun.ID {
    RecordID(deriveIdentifier(["invoice-run", id.text, localDate.description]))
  }

  /// The occurrences that are due, at most ``mostOccurrencesOfTurn``, and the one after them.
  private func due(
    at now: UTCInstant, in calendar: OccurrenceCalendar, leavingOut settled: Set<CivilDate>
  ) -> (occurrences: [NextOccurrence], next: NextOccurrence?) {
    guard let known = nextOccurrence, known.instant <= now else { return ([], nextOccurrence) }
    var occurrences: [NextOccurrence] = []
    var next: NextOccurrence? = calendar.reviewed(known)
    while let occurrence = next, occurrence.instant <= now,
      occurrences.count < Self.mostOccurrencesOfTurn
    {
      if !settled.contains(occurrence.localDate) { occurrences.append(occurrence) }
      next = calendar.next(after: occurrence)
    }
    return (occurrences, next)
  }
}
