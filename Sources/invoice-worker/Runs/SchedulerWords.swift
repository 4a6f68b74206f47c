import Billing
import CivilTime

/// What a scheduler does, in words.
enum SchedulerWords {
  /// `every Monday`, `on the last day of each month`.
  static func rule(_ scheduler: InvoiceScheduler) -> String {
    let words =
      switch scheduler.rule {
      case .once: "once, on \(scheduler.startDate)"
      case .daily: "every day"
      case .weekly(let day): "every \(day.rawValue)"
      case .monthlyDay(let day): "on day \(day) of each month"
      case .monthlyFromEnd(0): "on the last day of each month"
      case .monthlyFromEnd(1): "on the day before the last of each month"
      case .monthlyFromEnd(let days): "\(days) days before the last of each month"
      case .monthlyNth(let nth, let day):
        "on the \(nth.rawValue.lowercased()) \(day.rawValue) of each month"
      }
    return words + (scheduler.excludesNonBusinessDays ? ", or the next business day" : "")
  }

  static func zone(_ scheduler: InvoiceScheduler) -> String {
    "at \(time(scheduler.minuteOfDay)) \(scheduler.timeZone)"
  }

  static func time(_ minute: Int) -> String {
    "\(ASCIIDigits.text(minute / 60, width: 2)):\(ASCIIDigits.text(minute % 60, width: 2))"
  }

  /// `what is due before the run's day, Draft`.
  static func billed(_ scheduler: InvoiceScheduler) -> String {
    let until =
      if let date = scheduler.targetDate {
        date.description
      } else {
        switch scheduler.targetDateOffset {
        case 0: "the run's day"
        case 1: "the day after the run's day"
        case -1: "the day before the run's day"
        case let days where days > 0: "\(days) days after the run's day"
        case let days: "\(-days) days before the run's day"
        }
      }
    let due = scheduler.isTargetDateInclusive ? "what is due through" : "what is due before"
    return "\(due) \(until), \(scheduler.action.rawValue)"
      + (scheduler.then.posts ? ", then posted" : "")
      + (scheduler.then.tasks.isEmpty
        ? "" : ", then \(scheduler.then.tasks.map(\.rawValue).joined(separator: ", "))")
  }

  static func outcome(_ outcome: SchedulerOccurrence.Outcome) -> String {
    switch outcome {
    case .run(let id): "run \(id.text)"
    case .skipped(let reason): "no run: \(reason.rawValue)"
    case .waiting: "waits for the run before it"
    }
  }

  /// For machines.
  static func outcomeName(_ outcome: SchedulerOccurrence.Outcome) -> String {
    switch outcome {
    case .run: "Run"
    case .skipped(let reason): reason.rawValue
    case .waiting: "Waiting"
    }
  }

  static func run(_ outcome: SchedulerOccurrence.Outcome) -> String? {
    guard case .run(let id) = outcome else { return nil }
    return id.text
  }
}
