package import CivilTime

/// The days on which nobody works, for schedulers that pass them over.
package struct HolidayCalendar: Hashable, Sendable, Identifiable {
  package let id: RecordID<HolidayCalendar>
  package var name: String
  /// Not all seven days.
  package var weekend: Set<Weekday>
  /// At most ``mostDates``.
  package var dates: Set<CivilDate>
  package var revision: Int64?

  package static let mostDates = 2_000

  package init(
    id: RecordID<HolidayCalendar>, name: String, weekend: Set<Weekday> = [.saturday, .sunday],
    dates: Set<CivilDate> = [], revision: Int64? = nil
  ) {
    self.id = id
    self.name = name
    self.weekend = weekend
    self.dates = dates
    self.revision = revision
  }
}

extension HolidayCalendar: RecordKind {
  package static var type: RecordType { .holidayCalendar }
  package static var place: WritableKeyPath<RecordTables, [ID: HolidayCalendar]> {
    \.holidayCalendars
  }
  package var record: Record { .holidayCalendar(self) }

  package var fieldFaults: [FieldFault] {
    var faults: [FieldFault] = []
    if weekend.count == Weekday.allCases.count {
      faults.append(
        FieldFault(
          field: "weekend",
          sentence: "weekend names all seven days, so that no day is a business day. Leave out at "
            + "least one."))
    }
    if dates.count > Self.mostDates {
      faults.append(
        FieldFault(
          field: "dates",
          sentence:
            "There are \(dates.count) dates; the limit is \(Self.mostDates). Leave out those "
            + "that are past."))
    }
    return faults
  }
}
