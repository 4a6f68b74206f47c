internal import Billing
internal import CivilTime

extension InvoiceScheduler: StoredRecord {
  static let table = Table(
    "invoice_scheduler", key: ["id"],
    [
      .id, Column("name", .text), Column("status", .text), Column("rule", .text),
      Column("start_date", .date), Column("end_date", .date), Column("minute_of_day", .integer),
      Column("time_zone", .text), Column("excludes_non_business_days", .boolean),
      Column("holiday_calendar_id", .identifier), Column("target_date", .date),
      Column("invoice_date", .date), Column("target_date_offset", .integer),
      Column("invoice_date_offset", .integer), Column("is_invoice_date_from_run_date", .boolean),
      Column("action", .text), Column("is_target_date_inclusive", .boolean),
      Column("allows_zero_amount_invoices", .boolean), Column("criteria", .text),
      Column("posts_when_ended", .boolean), Column("on_missed", .text),
      Column("on_overlap", .text), .revision, Column("next_rule_date", .date),
      Column("next_local_date", .date), Column("next_instant", .instant),
    ] + RunContinuation.laterColumns)

  /// Its rows are locked, which no other kind's are.
  static var loading: RecordLoading { .apart }

  init(from row: inout RowDecoder) throws(StoreError) {
    let id: InvoiceScheduler.ID = try row.id()
    let name = try row.text()
    let status: Status = try row.value()
    guard let rule = OccurrenceRule.stored(try row.text()) else { throw row.unreadable("rule") }
    let startDate = try row.date()
    let endDate = try row.optionalDate()
    self.init(
      id: id, name: name, status: status, rule: rule, startDate: startDate, endDate: endDate,
      minuteOfDay: try row.int(), timeZone: try row.text())
    excludesNonBusinessDays = try row.boolean()
    holidayCalendarId = try row.optionalID()
    targetDate = try row.optionalDate()
    invoiceDate = try row.optionalDate()
    targetDateOffset = try row.int()
    invoiceDateOffset = try row.int()
    isInvoiceDateFromRunDate = try row.boolean()
    action = try row.value()
    isTargetDateInclusive = try row.boolean()
    allowsZeroAmountInvoices = try row.boolean()
    criteria = try row.criteria()
    then = RunContinuation(posts: try row.boolean())
    onMissed = try row.value()
    onOverlap = try row.value()
    revision = try row.optionalInteger()
    let ruleDate = try row.optionalDate()
    let localDate = try row.optionalDate()
    let instant = try row.optionalInstant()
    if let ruleDate, let localDate, let instant {
      nextOccurrence = NextOccurrence(
        ruleDate: ruleDate, localDate: localDate, instant: instant)
    }
    try then.readLater(from: &row)
  }

  func encode(into rows: inout RowBuffer) {
    rows.append(id)
    rows.append(name)
    rows.append(status)
    rows.append(rule.storedText)
    rows.append(startDate)
    rows.append(endDate)
    rows.append(minuteOfDay)
    rows.append(timeZone)
    rows.append(excludesNonBusinessDays)
    rows.append(holidayCalendarId)
    rows.append(targetDate)
    rows.append(invoiceDate)
    rows.append(targetDateOffset)
    rows.append(invoiceDateOffset)
    rows.append(isInvoiceDateFromRunDate)
    rows.append(action)
    rows.append(isTargetDateInclusive)
    rows.append(allowsZeroAmountInvoices)
    rows.append(criteria.storedText)
    rows.append(then.posts)
    rows.append(onMissed)
    rows.append(onOverlap)
    rows.append(revision)
    rows.append(nextOccurrence?.ruleDate)
    rows.append(nextOccurrence?.localDate)
    rows.append(nextOccurrence?.instant)
    then.encodeLater(into: &rows)
  }
}

/// A rule as people read it: `Weekly Monday`, `Monthly 31`, `Monthly L-1`, `Monthly First Monday`.
extension OccurrenceRule {
  var storedText: String {
    switch self {
    case .once: "Once"
    case .daily: "Daily"
    case .weekly(let day): "Weekly \(day.rawValue)"
    case .monthlyDay(let day): "Monthly \(day)"
    case .monthlyFromEnd(0): "Monthly L"
    case .monthlyFromEnd(let days): "Monthly L-\(days)"
    case .monthlyNth(let nth, let day): "Monthly \(nth.rawValue) \(day.rawValue)"
    }
  }

  /// nil when the text is no rule that this program writes.
  static func stored(_ text: String) -> OccurrenceRule? {
    let words = text.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    switch (words.first, words.count) {
    case ("Once", 1): return .once
    case ("Daily", 1): return .daily
    case ("Weekly", 2): return Weekday(rawValue: words[1]).map(OccurrenceRule.weekly)
    case ("Monthly", 2):
      if words[1] == "L" { return .monthlyFromEnd(0) }
      if words[1].hasPrefix("L-") {
        return Int(words[1].dropFirst(2)).map(OccurrenceRule.monthlyFromEnd)
      }
      return Int(words[1]).map(OccurrenceRule.monthlyDay)
    case ("Monthly", 3):
      guard let nth = Nth(rawValue: words[1]), let day = Weekday(rawValue: words[2]) else {
        return nil
      }
      return .monthlyNth(nth, day)
    default: return nil
    }
  }
}
