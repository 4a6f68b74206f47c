internal import Billing
internal import CivilTime

extension InvoiceRun {
  static let table = Table(
    "invoice_run", key: ["id"],
    [
      .id, Column("kind", .text), Column("status", .text), Column("scheduler_id", .identifier),
      Column("scheduled_for", .instant), Column("run_date", .date), Column("target_date", .date),
      Column("is_target_date_inclusive", .boolean), Column("invoice_date", .date),
      Column("action", .text), Column("allows_zero_amount_invoices", .boolean),
      Column("criteria", .text), Column("posts_when_ended", .boolean),
      Column("parent_run_id", .identifier), Column("retry_of", .identifier),
      Column("retries_when_ended", .boolean), Column("started_at", .instant),
      Column("request_source", .identifier), Column("request_identifier", .identifier),
      Column("requested_by_id", .text), Column("requested_by_name", .text),
      Column("requested_by_email", .text), Column("tasks", .text), Column("email", .text),
      Column("requested_by_notifies", .boolean),
    ] + RunContinuation.laterColumns + endColumns)

  /// What its end sets, besides the status.
  static let endColumns =
    [Column("completed_at", .instant), Column("error_count", .integer)] + RunCounterColumns.ofRuns

  static let statusColumn = Column("status", .text)

  /// Locks one while it is Running against its end, but not against chunks.
  static func running(_ id: ID) -> SQL {
    """
    SELECT \(columns: table) FROM invoice_run
    WHERE id = \(id) AND status = 'Running' \(RowLock.share)
    """
  }

  /// The totals, and what was passed over, are rows of their own.
  init(headFrom row: inout RowDecoder) throws(StoreError) {
    let id: InvoiceRun.ID = try row.id()
    let kind: Kind = try row.value()
    let status: Status = try row.value()
    let schedulerId: InvoiceScheduler.ID? = try row.optionalID()
    let scheduledFor = try row.optionalInstant()
    let runDate = try row.date()
    let terms = try RunTerms.optional(from: &row)
    let criteria = try row.criteria()
    let posts = try row.boolean()
    let parentRunId: InvoiceRun.ID? = try row.optionalID()
    let retryOf: InvoiceRun.ID? = try row.optionalID()
    let retriesWhenEnded = try row.boolean()
    self.init(
      id: id, kind: kind, runDate: runDate, terms: terms, criteria: criteria,
      then: RunContinuation(posts: posts),
      startedAt: try row.instant(), status: status)
    self.schedulerId = schedulerId
    self.scheduledFor = scheduledFor
    self.parentRunId = parentRunId
    self.retryOf = retryOf
    self.retriesWhenEnded = retriesWhenEnded
    let source = try row.optionalText()
    let identifier = try row.optionalText()
    if let source, let identifier { request = RequestKey(source: source, identifier: identifier) }
    let person = try RequestedBy(from: &row)
    tasks = try row.taskTerms()
    email = try row.emailTerms()
    requestedBy = person.notifying(try row.boolean())
    try then.readLater(from: &row)
    completedAt = try row.optionalInstant()
    errorCount = try row.int()
    counters = try RunCounters(from: &row)
    counters.chunksMade = try row.int()
    counters.chunksDone = try row.int()
    counters.emailsPostponed = try row.int()
  }

  func encodeHead(into rows: inout RowBuffer) {
    rows.append(id)
    rows.append(kind)
    rows.append(status)
    rows.append(schedulerId)
    rows.append(scheduledFor)
    rows.append(runDate)
    terms.encode(into: &rows)
    rows.append(criteria.storedText)
    rows.append(then.posts)
    rows.append(parentRunId)
    rows.append(retryOf)
    rows.append(retriesWhenEnded)
    rows.append(startedAt)
    rows.append(request?.source)
    rows.append(request?.identifier)
    rows.append(requestedBy?.userId)
    rows.append(requestedBy?.name)
    rows.append(requestedBy?.email)
    rows.append(tasks?.storedText)
    rows.append(email?.storedText)
    rows.append(requestedBy?.notifies ?? false)
    then.encodeLater(into: &rows)
    encodeEnd(into: &rows)
  }

  /// The values of ``endColumns``.
  func encodeEnd(into rows: inout RowBuffer) {
    rows.append(completedAt)
    rows.append(errorCount)
    counters.encode(into: &rows)
    rows.append(counters.chunksMade)
    rows.append(counters.chunksDone)
    rows.append(counters.emailsPostponed)
  }
}

extension RunTerms {
  /// nil of kinds that make no invoices.
  fileprivate static func optional(from row: inout RowDecoder) throws(StoreError) -> RunTerms? {
    let targetDate = try row.optionalDate()
    let isInclusive = try row.boolean()
    let invoiceDate = try row.optionalDate()
    let action: InvoiceAction? = try row.optionalValue()
    let allowsZero = try row.boolean()
    guard let targetDate, let invoiceDate, let action else { return nil }
    return RunTerms(
      targetDate: targetDate, isTargetDateInclusive: isInclusive, invoiceDate: invoiceDate,
      action: action, allowsZeroAmountInvoices: allowsZero)
  }
}

extension RunTerms? {
  fileprivate func encode(into rows: inout RowBuffer) {
    rows.append(self?.targetDate)
    rows.append(self?.isTargetDateInclusive ?? false)
    rows.append(self?.invoiceDate)
    rows.append(self?.action.rawValue)
    rows.append(self?.allowsZeroAmountInvoices ?? false)
  }
}

extension RequestedBy {
  fileprivate init(from row: inout RowDecoder) throws(StoreError) {
    self.init(
      userId: try row.optionalText(), name: try row.optionalText(), email: try row.optionalText())
  }

  /// The same with what a later column says; nil for nobody.
  fileprivate func notifying(_ notifies: Bool) -> RequestedBy? {
    let person = RequestedBy(userId: userId, name: name, email: email, notifies: notifies)
    return person == RequestedBy() ? nil : person
  }
}
