import Billing
import CivilTime
import JSON
import Messages
import Storage

/// A scheduler for people and for machines, with its last and its next occurrences.
struct SchedulerText {
  /// Past occurrences that are shown.
  static let recent = 5
  /// Future ones.
  static let next = 5

  let view: SchedulerView
  let coming: [InvoiceScheduler.NextOccurrence]

  private var scheduler: InvoiceScheduler { view.scheduler }

  init(view: SchedulerView, now: UTCInstant, zones: any TimeZoneRules) {
    self.view = view
    coming = view.scheduler.occurrences(
      after: now, count: Self.next, holidays: view.calendar, zones: zones)
  }

  func text(width: Int?) -> String {
    var head = Table.ofValues("Scheduler", scheduler.id.text)
    head.append(values: [
      "Name": scheduler.name,
      "Status": scheduler.status.rawValue,
      "When": "\(SchedulerWords.rule(scheduler)), \(SchedulerWords.zone(scheduler))",
      "Bills": SchedulerWords.billed(scheduler),
      "Only": RunText.criteria(scheduler.criteria),
      "Running": view.runningRunId?.text,
    ])
    return head.text(width: width) + occurrences.text(width: width)
  }

  private var occurrences: Table {
    var table = Table([
      .init("Local time"), .init("UTC", drop: 1), .init("Outcome", wraps: true),
    ])
    for occurrence in view.occurrences.reversed() {
      table.append([
        local(occurrence.localDate), occurrence.scheduledFor.secondsText,
        SchedulerWords.outcome(occurrence.outcome),
      ])
    }
    for occurrence in coming {
      table.append([
        local(occurrence.localDate), occurrence.instant.secondsText,
        scheduler.status == .active ? "to come" : "only if it were Active",
      ])
    }
    if coming.isEmpty { table.append(["no more", "", ""]) }
    return table
  }

  private func local(_ date: CivilDate) -> String {
    "\(date) \(SchedulerWords.time(scheduler.minuteOfDay))"
  }

  var json: JSONTree {
    .record([
      "schedulerId": .string(scheduler.id.text), "name": .string(scheduler.name),
      "status": .string(scheduler.status.rawValue),
      "when": .string(SchedulerWords.rule(scheduler)),
      "time": .string(SchedulerWords.time(scheduler.minuteOfDay)),
      "timeZone": .string(scheduler.timeZone),
      "runningRunId": .text(view.runningRunId?.text),
      "occurrences": .array(
        view.occurrences.map { occurrence in
          .record([
            "localDate": .text(occurrence.localDate),
            "scheduledFor": .text(occurrence.scheduledFor),
            "invoiceRunId": .text(SchedulerWords.run(occurrence.outcome)),
            "outcome": .string(SchedulerWords.outcomeName(occurrence.outcome)),
          ])
        }),
      "nextOccurrences": .array(
        coming.map { occurrence in
          .record([
            "localDate": .text(occurrence.localDate),
            "localTime": .string(local(occurrence.localDate)),
            "scheduledFor": .text(occurrence.instant),
          ])
        }),
    ])
  }
}
