import Billing
import CivilTime

/// Of a HolidayCalendar.
struct HolidayCalendarForm: RecordFieldsForm {
  let id: String

  private static let usualWeekend: Set<Weekday> = [.saturday, .sunday]

  func read(_ fields: inout ObjectReader) -> HolidayCalendar? {
    let name = fields.required("name", .name, "What the calendar is called.")
    let weekend = fields.optional(
      "weekend",
      DistinctListForm(
        list: ListForm(
          element: ChoiceForm<Weekday>(), limit: Weekday.allCases.count, things: "days",
          mayBeEmpty: true),
        keyName: "", key: { $0 }, thing: { _ in "day" }),
      "Days of the week on which nobody works, not all (without it Saturday and Sunday).")
    let dates = fields.optional(
      "dates",
      DistinctListForm(
        list: ListForm(
          element: DateForm(), limit: HolidayCalendar.mostDates, things: "days", mayBeEmpty: true),
        keyName: "", key: { $0 }, thing: { _ in "day" }),
      "Other days on which nobody works.")
    let revision = fields.revision()
    guard let name else { return nil }
    return HolidayCalendar(
      id: RecordID(id), name: name, weekend: weekend.map { Set($0) } ?? Self.usualWeekend,
      dates: Set(dates ?? []), revision: revision)
  }
}
