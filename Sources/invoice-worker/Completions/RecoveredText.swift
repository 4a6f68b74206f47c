import Messages

/// The schedules that a request made ready again, for people.
enum RecoveredText {
  static func table(_ schedules: [CompletionView.Recovered]) -> Table {
    var table = Table([
      .init("Ready again"), .init("Latest invoice", wraps: true), .init("Its status", drop: 1),
    ])
    for schedule in schedules {
      table.append([
        schedule.billingScheduleId, schedule.latestInvoice ?? "",
        schedule.latestInvoiceStatus ?? "",
      ])
    }
    return table
  }
}
