package import CivilTime

/// Begins runs by itself, at local times of a zone (<doc:Schedulers>).
package struct InvoiceScheduler: Hashable, Sendable, Identifiable {
  package let id: RecordID<InvoiceScheduler>
  package var name: String
  package var status: Status
  package var rule: OccurrenceRule
  package var startDate: CivilDate
  /// The last day that may have an occurrence, inclusive.
  package var endDate: CivilDate?
  /// Minutes since midnight, local.
  package var minuteOfDay: Int
  /// IANA name.
  package var timeZone: String
  package var excludesNonBusinessDays: Bool
  package var holidayCalendarId: HolidayCalendar.ID?
  /// Of Once only: given dates, in place of the offsets.
  package var targetDate: CivilDate?
  package var invoiceDate: CivilDate?
  /// Days from the run date to the target date.
  package var targetDateOffset: Int
  /// Days from the target date, or from the run date, to the invoice date.
  package var invoiceDateOffset: Int
  package var isInvoiceDateFromRunDate: Bool
  package var action: InvoiceAction
  package var isTargetDateInclusive: Bool
  package var allowsZeroAmountInvoices: Bool
  package var criteria: RunCriteria
  package var then: RunContinuation
  package var onMissed: OnMissed
  package var onOverlap: OnOverlap
  package var revision: Int64?
  /// What the worker keeps: nil until it is Active, and when no occurrence is left.
  package var nextOccurrence: NextOccurrence?

  package init(
    id: RecordID<InvoiceScheduler>, name: String, status: Status, rule: OccurrenceRule,
    startDate: CivilDate, endDate: CivilDate? = nil, minuteOfDay: Int, timeZone: String
  ) {
    self.id = id
    self.name = name
    self.status = status
    self.rule = rule
    self.startDate = startDate
    self.endDate = endDate
    self.minuteOfDay = minuteOfDay
    self.timeZone = timeZone
    excludesNonBusinessDays = false
    targetDateOffset = 0
    invoiceDateOffset = 0
    isInvoiceDateFromRunDate = false
    action = .draft
    isTargetDateInclusive = false
    allowsZeroAmountInvoices = false
    criteria = RunCriteria()
    then = RunContinuation()
    onMissed = .runLatest
    onOverlap = .skip
  }

  package enum Status: String, Hashable, Sendable, CaseIterable {
    case draft = "Draft"
    case active = "Active"
    case inactive = "Inactive"
  }

  package enum OnMissed: String, Hashable, Sendable, CaseIterable {
    case runLatest = "RunLatest"
    case runAll = "RunAll"
    case skip = "Skip"
  }

  package enum OnOverlap: String, Hashable, Sendable, CaseIterable {
    case skip = "Skip"
    case queue = "Queue"
  }

  /// The next occurrence that has no outcome yet.
  package struct NextOccurrence: Hashable, Sendable {
    /// Before it was moved to a business day: what the rule is asked from.
    package var ruleDate: CivilDate
    /// The run date.
    package var localDate: CivilDate
    package var instant: UTCInstant

    package init(ruleDate: CivilDate, localDate: CivilDate, instant: UTCInstant) {
      self.ruleDate = ruleDate
      self.localDate = localDate
      self.instant = instant
    }
  }
}

/// On which days a scheduler has occurrences.
package enum OccurrenceRule: Hashable, Sendable {
  case once
  case daily
  case weekly(Weekday)
  /// Clipped to the month's end.
  case monthlyDay(Int)
  /// 0: the month's last day, 1 and 2: that many days before it.
  case monthlyFromEnd(Int)
  case monthlyNth(Nth, Weekday)

  package enum Nth: String, Hashable, Sendable, CaseIterable {
    case first = "First"
    case second = "Second"
    case third = "Third"
    case fourth = "Fourth"
    case last = "Last"
  }
}

package enum Weekday: String, Hashable, Sendable, CaseIterable {
  case monday = "Monday"
  case tuesday = "Tuesday"
  case wednesday = "Wednesday"
  case thursday = "Thursday"
  case friday = "Friday"
  case saturday = "Saturday"
  case sunday = "Sunday"
}

extension InvoiceScheduler: RecordKind {
  package static var type: RecordType { .invoiceScheduler }
  package static var stage: RecordStage { .billing }
  package static var place: WritableKeyPath<RecordTables, [ID: InvoiceScheduler]> { \.schedulers }
  package var record: Record { .invoiceScheduler(self) }
}
