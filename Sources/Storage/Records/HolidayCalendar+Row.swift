internal import Billing
internal import CivilTime

extension HolidayCalendar: StoredRecord {
  static let table = Table(
    "holiday_calendar", key: ["id"],
    [.id, Column("name", .text), Column("weekend", .text), Column("dates", .text), .revision])

  init(from row: inout RowDecoder) throws(StoreError) {
    let id: HolidayCalendar.ID = try row.id()
    let name = try row.text()
    let days = try row.text().split(separator: ",")
    let weekend = days.compactMap { Weekday(rawValue: String($0)) }
    guard weekend.count == days.count else { throw row.unreadable("weekend") }
    let texts = try row.text().split(separator: ",")
    let dates = texts.compactMap { CivilDate(iso8601: String($0)) }
    guard dates.count == texts.count else { throw row.unreadable("list of dates") }
    self.init(
      id: id, name: name, weekend: Set(weekend), dates: Set(dates),
      revision: try row.optionalInteger())
  }

  func encode(into rows: inout RowBuffer) {
    rows.append(id)
    rows.append(name)
    let days = Weekday.allCases.filter { weekend.contains($0) }.map(\.rawValue)
    rows.append(days.joined(separator: ","))
    rows.append(dates.sorted().map(\.description).joined(separator: ","))
    rows.append(revision)
  }
}
