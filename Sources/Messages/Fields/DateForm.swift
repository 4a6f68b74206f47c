import CivilTime
import JSON

/// A calendar date of the wire.
struct DateForm: FieldForm {
  private var range: ClosedRange<CivilDate> { CivilDate.earliest...CivilDate.latest }

  var kind: FieldKind { .date(range) }

  func read(_ value: JSONValue, _ faults: FaultCollector) -> CivilDate? {
    guard case .string(let text) = value, let date = CivilDate(iso8601: text),
      range.contains(date)
    else {
      faults.refuse(
        "must be a date that exists, written YYYY-MM-DD,"
          + " from \(range.lowerBound) to \(range.upperBound)")
      return nil
    }
    return date
  }
}

extension FieldForm where Self == DateForm {
  static var date: DateForm { DateForm() }
}
