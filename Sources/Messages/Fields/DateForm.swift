import CivilTime
import JSON

/// A calendar date of the wire.
struct DateForm: FieldForm {
  func read(_ value: JSONValue, _ faults: FaultCollector) -> CivilDate? {
    guard case .string(let text) = value, let date = CivilDate(iso8601: text),
      (CivilDate.earliest...CivilDate.latest).contains(date)
    else {
      faults.refuse(
        "must be a date that exists, written YYYY-MM-DD,"
          + " from \(CivilDate.earliest) to \(CivilDate.latest)")
      return nil
    }
    return date
  }
}

extension FieldForm where Self == DateForm {
  static var date: DateForm { DateForm() }
}
