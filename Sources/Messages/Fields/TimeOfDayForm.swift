import JSON

/// A time of day, as minutes since midnight.
struct TimeOfDayForm: FieldForm {
  private let text = FormatForm(format: .timeOfDay)

  var kind: FieldKind { text.kind }

  func read(_ value: JSONValue, _ faults: FaultCollector) -> Int? {
    text.read(value, faults).flatMap(TextFormat.minuteOfDay)
  }
}

extension FieldForm where Self == TimeOfDayForm {
  static var timeOfDay: TimeOfDayForm { TimeOfDayForm() }
}
