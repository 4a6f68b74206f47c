import Billing
import CivilTime
import Messages
import Testing

/// Schedulers and their calendars, as far as each has to be read by itself.
@Suite struct SchedulerDecodingTests {
  private func decode(_ days: String, _ more: String = "") -> Intake {
    RequestDecoder.decode(
      Requests.upsert(
        #"""
        {"type": "InvoiceScheduler", "id": "S", "name": "N", "status": "Active", \#(days),
         "startDate": "2026-12-01", "time": "00:00", "timeZone": "UTC", "action": "Posted",
         "criteria": {}\#(more)}
        """#))
  }

  private func scheduler(_ intake: Intake) -> InvoiceScheduler? {
    guard case .invoiceScheduler(let scheduler)? = intake.records.first else { return nil }
    return scheduler
  }

  @Test(
    "E39: the days of every frequency are read",
    arguments: [
      (#""frequency": "Once""#, OccurrenceRule.once),
      (#""frequency": "Daily""#, .daily),
      (#""frequency": "Weekly", "weekday": "Sunday""#, .weekly(.sunday)),
      (#""frequency": "Monthly", "dayOfMonth": 31"#, .monthlyDay(31)),
      (#""frequency": "Monthly", "dayOfMonth": "L""#, .monthlyFromEnd(0)),
      (#""frequency": "Monthly", "dayOfMonth": "L-1""#, .monthlyFromEnd(1)),
      (#""frequency": "Monthly", "dayOfMonth": "L-2""#, .monthlyFromEnd(2)),
      (
        #""frequency": "Monthly", "nth": "First", "weekday": "Monday""#,
        .monthlyNth(.first, .monday)
      ),
      (
        #""frequency": "Monthly", "nth": "Last", "weekday": "Friday""#,
        .monthlyNth(.last, .friday)
      ),
    ])
  func days(members: String, rule: OccurrenceRule) throws {
    let intake = decode(members)
    #expect(intake.places == [])
    #expect(try #require(scheduler(intake)).rule == rule)
  }

  @Test(
    "Days that do not go with the frequency are refused at the member",
    arguments: [
      (#""frequency": "Daily", "weekday": "Monday""#, ["weekday"]),
      (#""frequency": "Once", "dayOfMonth": 1, "nth": "First""#, ["nth", "dayOfMonth"]),
      (#""frequency": "Weekly""#, ["weekday"]),
      (#""frequency": "Weekly", "weekday": "Monday", "nth": "First""#, ["nth"]),
      (#""frequency": "Monthly""#, ["dayOfMonth"]),
      (#""frequency": "Monthly", "weekday": "Monday""#, ["nth"]),
      (#""frequency": "Monthly", "nth": "First""#, ["weekday"]),
      (
        #""frequency": "Monthly", "dayOfMonth": 1, "nth": "First", "weekday": "Monday""#,
        ["nth", "weekday"]
      ),
      (#""frequency": "Monthly", "dayOfMonth": 0"#, ["dayOfMonth"]),
      (#""frequency": "Monthly", "dayOfMonth": 32"#, ["dayOfMonth"]),
      (#""frequency": "Monthly", "dayOfMonth": "31""#, ["dayOfMonth"]),
      (#""frequency": "Monthly", "dayOfMonth": "L-3""#, ["dayOfMonth"]),
      (#""frequency": "Hourly""#, ["frequency"]),
    ])
  func unfitDays(members: String, names: [String]) {
    #expect(decode(members).places == names.map { "REQUEST_INVALID /records/0/\($0)" })
  }

  @Test(
    "A time of day is hours and minutes",
    arguments: [("00:00", 0), ("06:30", 390), ("23:59", 1_439)])
  func times(text: String, minute: Int) throws {
    let intake = RecordSamples.scheduler.decode(replacing: "time", with: "\"\(text)\"")
    #expect(try #require(scheduler(intake)).minuteOfDay == minute)
  }

  @Test(arguments: [
    "24:00", "6:30", "06:60", "06:30:00", "0630", "06.30", " 6:30", "-6:30", "٠٦:٣٠",
  ])
  func otherTimesAreRefused(text: String) {
    let intake = RecordSamples.scheduler.decode(replacing: "time", with: "\"\(text)\"")
    #expect(intake.places == ["REQUEST_INVALID /records/0/time"])
  }

  @Test("What is left out has the defaults of the table")
  func defaults() throws {
    let read = try #require(scheduler(decode(#""frequency": "Daily""#)))
    #expect(!read.excludesNonBusinessDays && read.holidayCalendarId == nil)
    #expect(read.targetDateOffset == 0 && read.invoiceDateOffset == 0)
    #expect(!read.isInvoiceDateFromRunDate && !read.isTargetDateInclusive)
    #expect(!read.allowsZeroAmountInvoices && read.then == RunContinuation())
    #expect(read.onMissed == .runLatest && read.onOverlap == .skip)
    #expect(read.action == .posted && read.criteria == RunCriteria())
    #expect(read.endDate == nil && read.nextOccurrence == nil && read.revision == nil)
  }

  @Test("Once has dates of its own")
  func once() throws {
    let read = try #require(
      scheduler(
        decode(
          #""frequency": "Once""#,
          #", "targetDate": "2026-11-01", "invoiceDate": "2026-11-02""#)))
    #expect(read.targetDate == RecordSamples.date("2026-11-01"))
    #expect(read.invoiceDate == RecordSamples.date("2026-11-02"))
  }

  @Test("What a scheduler's runs may not be asked for is refused, and what the worker keeps")
  func refusals() {
    let daily = #""frequency": "Daily""#
    #expect(
      decode(daily, #", "then": {"post": true}"#).places
        == ["REQUEST_INVALID /records/0/then/post"])
    #expect(
      decode(daily, #", "nextOccurrence": null"#).places == [])
    #expect(
      decode(daily, #", "nextOccurrence": "2026-12-01""#).places
        == ["REQUEST_INVALID /records/0/nextOccurrence"])
    #expect(
      decode(daily, #", "targetDateOffset": 367"#).places
        == ["REQUEST_INVALID /records/0/targetDateOffset"])
  }

  @Test("A criterion that there is none of makes the record one that cannot be stored")
  func unusableCriteria() {
    let intake = RecordSamples.scheduler.decode(
      replacing: "criteria", with: #"{"currencies": ["XYZ"], "invoiceGroupTypes": ["Weekly"]}"#)
    guard let request = intake.request as? UpsertRecords,
      case .unusable(let reference, let faults)? = request.entries.first
    else {
      Issue.record("\(intake)")
      return
    }
    #expect(reference == RecordReference(type: .invoiceScheduler, id: "X-1"))
    #expect(
      faults.map { "\($0.code.rawValue) \($0.pointer ?? "")" } == [
        "CURRENCY_UNKNOWN /records/0/criteria/currencies/0",
        "REQUEST_INVALID /records/0/criteria/invoiceGroupTypes/0",
      ])
  }

  @Test("A calendar without a weekend of its own has Saturday and Sunday; an empty one has none")
  func weekends() {
    for (members, weekend) in [
      ("", [Weekday.saturday, .sunday]), (#", "weekend": []"#, []),
      (#", "weekend": ["Friday"]"#, [.friday]),
    ] {
      let intake = RequestDecoder.decode(
        Requests.upsert(#"{"type": "HolidayCalendar", "id": "H", "name": "N"\#(members)}"#))
      #expect(
        intake.records == [
          .holidayCalendar(HolidayCalendar(id: "H", name: "N", weekend: Set(weekend)))
        ])
    }
    let many = (Int32(0)..<2_001).map { "\"\(CivilDate(daysSince1970: $0))\"" }.joined(
      separator: ",")
    #expect(
      RequestDecoder.decode(
        Requests.upsert(
          #"{"type": "HolidayCalendar", "id": "H", "name": "N", "dates": [\#(many)]}"#)
      ).places == ["LIMIT_EXCEEDED /records/0/dates"])
  }
}
