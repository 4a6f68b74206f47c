import Billing

/// `invoice-run.start.v1`.
struct StartInvoiceRunForm: RequestForm {
  func read(_ fields: inout ObjectReader) -> StartInvoiceRun? {
    let id = fields.optional(
      "invoiceRunId", IdentifierForm<InvoiceRun>(),
      "What the run is called, once for all; without it, a name that follows from the request.")
    let targetDate = fields.required("targetDate", .date, "What is due before this day is billed.")
    let isInclusive = fields.optional(
      "targetDateInclusive", .flag, "Whether what is due on that day is billed too.")
    let invoiceDate = fields.required("invoiceDate", .date, "The date that stands on the invoices.")
    let action = fields.optional(
      "action", ChoiceForm<InvoiceAction>(),
      "Draft, or Posted: with a number, and final; a preview has none, any other run must.")
    let criteria = fields.optional(
      "criteria", RunCriteriaForm(),
      "Which schedules are billed; without it, or with none of its members, all that are due.")
    let allowsZero = fields.optional(
      "zeroAmountInvoices", .flag, "Whether invoices that come to nothing are made too.")
    let continuation = fields.optional(
      "then", RunContinuationForm(), "What begins when the run has ended.")
    let isPreview =
      fields.optional(
        "preview", .flag, "Whether the run only shows what it would make, and stores no invoice.")
      ?? false
    fields.faults.failUnusable()
    refuseUnfit(fields, action, continuation ?? RunContinuation(), isPreview)
    guard let targetDate, let invoiceDate, isPreview || action != nil else { return nil }
    let terms = RunTerms(
      targetDate: targetDate, isTargetDateInclusive: isInclusive ?? false, invoiceDate: invoiceDate,
      action: action ?? .draft, allowsZeroAmountInvoices: allowsZero ?? false)
    return StartInvoiceRun(
      invoiceRunId: id, terms: terms, criteria: criteria ?? RunCriteria(),
      then: continuation ?? RunContinuation(), isPreview: isPreview)
  }

  /// What goes together with a preview, and with drafts (<doc:Requests#Runs>).
  private func refuseUnfit(
    _ fields: ObjectReader, _ action: InvoiceAction?, _ continuation: RunContinuation,
    _ isPreview: Bool
  ) {
    if isPreview {
      if fields.isGiven("action") {
        fields.refuse("action", "does not go with preview, which makes no invoices; leave it out")
      }
      if !continuation.isEmpty {
        fields.refuse("then", "does not go with preview, which makes nothing to go on with")
      }
    } else if !fields.isGiven("action") {
      fields.refuse("action", "must be Draft or Posted, unless preview is true")
    }
    RunContinuationForm.refuse(continuation, after: action, in: fields)
  }
}
