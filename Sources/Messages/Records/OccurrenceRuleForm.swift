import Billing
import JSON

/// On which days a scheduler has occurrences: a part of its table. `frequency` decides which of the others go with it.
struct OccurrenceRuleForm: ObjectForm {
  private enum Frequency: String, CaseIterable, Sendable {
    case once = "Once"
    case daily = "Daily"
    case weekly = "Weekly"
    case monthly = "Monthly"
  }

  func read(_ fields: inout ObjectReader) -> OccurrenceRule? {
    let frequency = fields.required(
      "frequency", ChoiceForm<Frequency>(), "How often a run begins.")
    let weekday = fields.optional(
      "weekday", ChoiceForm<Weekday>(), "The day of the week; of Weekly, and of Monthly with nth.")
    let day = fields.optional(
      "dayOfMonth", DayOfMonthForm(),
      "The day of a Monthly one, clipped to the month; L is its last day, L-1 the one before.")
    let nth = fields.optional(
      "nth", ChoiceForm<OccurrenceRule.Nth>(), "Which of the month's weekdays, with weekday.")
    guard let frequency else { return nil }
    // A member with a fault of its own is not reported as unfit as well.
    var readable: [String] = []
    if nth != nil { readable.append("nth") }
    if weekday != nil { readable.append("weekday") }
    if day != nil { readable.append("dayOfMonth") }
    refuseUnfit(fields, frequency, readable)
    switch frequency {
    case .once: return .once
    case .daily: return .daily
    case .weekly: return weekday.map { .weekly($0) }
    case .monthly:
      if let nth, let weekday { return .monthlyNth(nth, weekday) }
      return day
    }
  }

  private func refuseUnfit(
    _ fields: ObjectReader, _ frequency: Frequency, _ readable: [String]
  ) {
    switch frequency {
    case .once, .daily:
      for name in readable {
        fields.refuse(name, "does not go with frequency \(frequency.rawValue); leave it out")
      }
    case .weekly:
      for name in readable where name != "weekday" {
        fields.refuse(name, "goes with frequency Monthly; leave it out")
      }
      if !fields.isGiven("weekday") {
        fields.refuse("weekday", "must be given with frequency Weekly")
      }
    case .monthly: refuseUnfitMonthly(fields, readable)
    }
  }

  private func refuseUnfitMonthly(_ fields: ObjectReader, _ readable: [String]) {
    let rule = "a Monthly scheduler has dayOfMonth, or nth and weekday"
    let hasNth = fields.isGiven("nth")
    switch (fields.isGiven("dayOfMonth"), hasNth || fields.isGiven("weekday")) {
    case (true, true):
      for name in readable where name != "dayOfMonth" {
        fields.refuse(name, "does not go with dayOfMonth; \(rule)")
      }
    case (true, false): break
    case (false, true):
      if !hasNth { fields.refuse("nth", "must be given with weekday; \(rule)") }
      if !fields.isGiven("weekday") {
        fields.refuse("weekday", "must be given with nth; \(rule)")
      }
    case (false, false):
      fields.refuse("dayOfMonth", "must be given; \(rule)")
    }
  }
}

/// 1 to 31, as a number; or a day counted from the month's end, as a text.
private struct DayOfMonthForm: FieldForm {
  private static let days = 1...31
  private static let fromEnd = ["L", "L-1", "L-2"]

  var kind: FieldKind {
    .either([
      .integer(Int64(Self.days.lowerBound)...Int64(Self.days.upperBound)), .choice(Self.fromEnd),
    ])
  }

  func read(_ value: JSONValue, _ faults: FaultCollector) -> OccurrenceRule? {
    switch value {
    case .number(let text):
      if let day = Int(text), Self.days.contains(day) { return .monthlyDay(day) }
    case .string(let text):
      if let daysBefore = Self.fromEnd.firstIndex(of: text) { return .monthlyFromEnd(daysBefore) }
    default: break
    }
    faults.refuse("must be a number from 1 to 31, or one of \"L\", \"L-1\" and \"L-2\"")
    return nil
  }
}
