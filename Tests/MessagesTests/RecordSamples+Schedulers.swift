import Billing
import CivilTime

extension RecordSamples {
  private static let id = RecordSample.Field(name: "id", json: #""X-1""#, isRequired: true)
  private static let revision = RecordSample.Field(name: "revision", json: "7")

  static let calendar = RecordSample(
    type: "HolidayCalendar",
    fields: [
      id,
      .init(name: "name", json: #""Hamburg""#, isRequired: true),
      .init(name: "weekend", json: #"["Friday", "Saturday"]"#),
      .init(name: "dates", json: #"["2026-12-25", "2026-12-26"]"#),
      revision,
    ],
    record: .holidayCalendar(
      HolidayCalendar(
        id: "X-1", name: "Hamburg", weekend: [.friday, .saturday],
        dates: [date("2026-12-25"), date("2026-12-26")], revision: 7)))

  static let scheduler = RecordSample(
    type: "InvoiceScheduler",
    fields: [
      id,
      .init(name: "name", json: #""Month end""#, isRequired: true),
      .init(name: "status", json: #""Draft""#, isRequired: true),
      .init(name: "frequency", json: #""Weekly""#, isRequired: true),
      .init(name: "weekday", json: #""Monday""#, isOneOfSeveral: true),
      .init(name: "startDate", json: #""2026-12-01""#, isRequired: true),
      .init(name: "endDate", json: #""2027-12-31""#),
      .init(name: "time", json: #""06:30""#, isRequired: true),
      .init(name: "timeZone", json: #""Europe/Oslo""#, isRequired: true),
      .init(name: "excludeNonBusinessDays", json: "true", isOneOfSeveral: true),
      .init(name: "holidayCalendarId", json: #""H""#),
      .init(name: "targetDateOffset", json: "-7"),
      .init(name: "invoiceDateOffset", json: "7"),
      .init(name: "invoiceDateFromRunDate", json: "true"),
      .init(name: "action", json: #""Draft""#, isRequired: true),
      .init(name: "targetDateInclusive", json: "true"),
      .init(name: "zeroAmountInvoices", json: "true"),
      .init(name: "criteria", json: #"{"currencies": ["EUR"]}"#, isRequired: true),
      .init(name: "then", json: #"{"post": true}"#),
      .init(name: "onMissed", json: #""RunAll""#),
      .init(name: "onOverlap", json: #""Queue""#),
      revision,
    ],
    record: .invoiceScheduler(weekly))

  private static var weekly: InvoiceScheduler {
    var scheduler = InvoiceScheduler(
      id: "X-1", name: "Month end", status: .draft, rule: .weekly(.monday),
      startDate: date("2026-12-01"), endDate: date("2027-12-31"), minuteOfDay: 390,
      timeZone: "Europe/Oslo")
    scheduler.excludesNonBusinessDays = true
    scheduler.holidayCalendarId = "H"
    scheduler.targetDateOffset = -7
    scheduler.invoiceDateOffset = 7
    scheduler.isInvoiceDateFromRunDate = true
    scheduler.isTargetDateInclusive = true
    scheduler.allowsZeroAmountInvoices = true
    scheduler.criteria.currencies = ["EUR"]
    scheduler.then = RunContinuation(posts: true)
    scheduler.onMissed = .runAll
    scheduler.onOverlap = .queue
    scheduler.revision = 7
    return scheduler
  }
}
