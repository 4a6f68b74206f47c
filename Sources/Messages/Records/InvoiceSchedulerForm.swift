import Billing
import CivilTime

/// Of an InvoiceScheduler, with the defaults of <doc:Records#Kinds> for fields that are left out.
struct InvoiceSchedulerForm: RecordFieldsForm {
  let id: String

  /// A year of days, forward or back.
  private static let offsets = -366...366
  /// The longest name of the zone data has 32 characters.
  private static let zoneLength = 64

  func read(_ fields: inout ObjectReader) -> InvoiceScheduler? {
    let name = fields.required("name", .name, "What the scheduler is called.")
    let status = fields.required(
      "status", ChoiceForm<InvoiceScheduler.Status>(),
      "Active: it begins runs; Draft: not yet; Inactive: no more.")
    let rule = OccurrenceRuleForm().read(&fields)
    let startDate = fields.required(
      "startDate", .date, "The first day on which a run may begin; of Once, the day.")
    let endDate = fields.optional(
      "endDate", .date, "The last such day; without it the scheduler goes on.")
    let minute = fields.required("time", .timeOfDay, "When a run begins, in timeZone, HH:MM.")
    let zone = fields.required(
      "timeZone", .text(maximum: Self.zoneLength),
      "The time zone, by its name in the IANA database: Europe/Oslo for example.")
    let excludes = fields.optional(
      "excludeNonBusinessDays", .flag,
      "Whether a run that falls on a weekend or holiday begins on the next business day.")
    let calendar = fields.optional(
      "holidayCalendarId", IdentifierForm<HolidayCalendar>(),
      "The calendar of those days; without it only Saturdays and Sundays are no business days.")
    let terms = TermsForm().read(&fields)
    let criteria = fields.required(
      "criteria", RunCriteriaForm(),
      "Which schedules its runs bill, as in invoice-run.start.v1; {} is all that are due.")
    let continuation = fields.optional(
      "then", RunContinuationForm(), "What begins when a run has ended.")
    let onMissed = fields.optional(
      "onMissed", ChoiceForm<InvoiceScheduler.OnMissed>(),
      "What becomes of runs that no worker was there to begin (without it RunLatest).")
    let onOverlap = fields.optional(
      "onOverlap", ChoiceForm<InvoiceScheduler.OnOverlap>(),
      "What becomes of a run whose predecessor is Running (without it Skip).")
    let revision = fields.revision()
    fields.kept("nextOccurrence", "When the next run begins.")
    let then = continuation ?? RunContinuation()
    RunContinuationForm.refuse(then, after: terms?.action, in: fields)
    guard let name, let status, let rule, let startDate, let minute, let zone, let terms,
      terms.action != nil, let criteria
    else { return nil }
    var scheduler = InvoiceScheduler(
      id: RecordID(id), name: name, status: status, rule: rule, startDate: startDate,
      endDate: endDate, minuteOfDay: minute, timeZone: zone)
    scheduler.excludesNonBusinessDays = excludes ?? false
    scheduler.holidayCalendarId = calendar
    terms.set(&scheduler)
    scheduler.criteria = criteria
    scheduler.then = then
    if let onMissed { scheduler.onMissed = onMissed }
    if let onOverlap { scheduler.onOverlap = onOverlap }
    scheduler.revision = revision
    return scheduler
  }

  /// What its runs bill, and with which dates: a part of the table. Gives what sets them.
  fileprivate struct TermsForm: ObjectForm {
    struct Value {
      var targetDate: CivilDate?
      var invoiceDate: CivilDate?
      var targetDateOffset: Int?
      var invoiceDateOffset: Int?
      var isInvoiceDateFromRunDate: Bool?
      var action: InvoiceAction?
      var isTargetDateInclusive: Bool?
      var allowsZeroAmountInvoices: Bool?
    }

    func read(_ fields: inout ObjectReader) -> Value? {
      var value = Value()
      value.targetDate = fields.optional(
        "targetDate", .date, "Of Once: what is due before this day is billed.")
      value.invoiceDate = fields.optional(
        "invoiceDate", .date, "Of Once: the date that stands on the invoices.")
      value.targetDateOffset = fields.optional(
        "targetDateOffset", .integer(offsets),
        "Days from the run's local day to its target date (without it 0).")
      value.invoiceDateOffset = fields.optional(
        "invoiceDateOffset", .integer(offsets),
        "Days from the target date to the invoice date (without it 0).")
      value.isInvoiceDateFromRunDate = fields.optional(
        "invoiceDateFromRunDate", .flag,
        "Whether invoiceDateOffset counts from the run's local day instead.")
      value.action = fields.required(
        "action", ChoiceForm<InvoiceAction>(),
        "Draft, with estimated tax and no number, or Posted: with a number, and final.")
      value.isTargetDateInclusive = fields.optional(
        "targetDateInclusive", .flag, "Whether what is due on the target date is billed too.")
      value.allowsZeroAmountInvoices = fields.optional(
        "zeroAmountInvoices", .flag, "Whether invoices that come to nothing are made too.")
      return value
    }
  }
}

extension InvoiceSchedulerForm.TermsForm.Value {
  fileprivate func set(_ scheduler: inout InvoiceScheduler) {
    scheduler.targetDate = targetDate
    scheduler.invoiceDate = invoiceDate
    if let targetDateOffset { scheduler.targetDateOffset = targetDateOffset }
    if let invoiceDateOffset { scheduler.invoiceDateOffset = invoiceDateOffset }
    scheduler.isInvoiceDateFromRunDate = isInvoiceDateFromRunDate ?? false
    if let action { scheduler.action = action }
    scheduler.isTargetDateInclusive = isTargetDateInclusive ?? false
    scheduler.allowsZeroAmountInvoices = allowsZeroAmountInvoices ?? false
  }
}
