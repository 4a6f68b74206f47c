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
  package var excludesNonBusinessDays = false
  package var holidayCalendarId: HolidayCalendar.ID?
  /// Of Once only: given dates, in place of the offsets.
  package var targetDate: CivilDate?
  package var invoiceDate: CivilDate?
  /// Days from the run date to the target date.
  package var targetDateOffset = 0
  /// Days from the target date, or from the run date, to the invoice date.
  package var invoiceDateOffset = 0
  package var isInvoiceDateFromRunDate = false
  package var action = InvoiceAction.draft
  package var isTargetDateInclusive = false
  package var allowsZeroAmountInvoices = false
  package var criteria = RunCriteria()
  package var then = RunContinuation()
  package var onMissed = OnMissed.runLatest
  package var onOverlap = OnOverlap.skip
  package var revision: Int64?
  /// What the worker keeps: nil until it is Active, and when no occurrence is left.
  package var nextOccurrence: NextOccurrence?

  /// So many are Active at most.
  package static let mostActive = 1_000

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
    /// The day that the rule gives, before it was moved to a business day.
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

extension InvoiceScheduler: RecordKind {
  package static var type: RecordType { .invoiceScheduler }
  package static var stage: RecordStage { .billing }
  package static var place: WritableKeyPath<RecordTables, [ID: InvoiceScheduler]> { \.schedulers }
  package var record: Record { .invoiceScheduler(self) }

  /// Accounts are not among them: an upsert locks what it refers to, and a criterion may name thousands.
  package var links: [RecordLink] {
    var links: [RecordLink] = []
    links.append("holidayCalendarId", holidayCalendarId)
    for id in (criteria.legalEntityIds ?? []).sorted() {
      links.append(RecordLink("criteria/legalEntityIds", id))
    }
    return links
  }
}
