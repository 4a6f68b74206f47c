/// Every code, in one place (<doc:ErrorCodes>). Open: a tax engine may bring its own.
package struct ErrorCode: RawRepresentable, Hashable, Sendable {
  package let rawValue: String

  package init(rawValue: String) { self.rawValue = rawValue }

  // Requests
  package static let requestMalformed = ErrorCode(rawValue: "REQUEST_MALFORMED")
  package static let requestInvalid = ErrorCode(rawValue: "REQUEST_INVALID")
  package static let requestTypeUnknown = ErrorCode(rawValue: "REQUEST_TYPE_UNKNOWN")
  package static let requestIdentifierMissing = ErrorCode(rawValue: "REQUEST_IDENTIFIER_MISSING")
  package static let requestIdentifierInvalid = ErrorCode(rawValue: "REQUEST_IDENTIFIER_INVALID")
  package static let requestIdentifierReused = ErrorCode(rawValue: "REQUEST_IDENTIFIER_REUSED")
  package static let limitExceeded = ErrorCode(rawValue: "LIMIT_EXCEEDED")
  package static let internalError = ErrorCode(rawValue: "INTERNAL_ERROR")
  package static let replyToRefused = ErrorCode(rawValue: "REPLY_TO_REFUSED")

  // Records
  package static let currencyUnknown = ErrorCode(rawValue: "CURRENCY_UNKNOWN")
  package static let amountNotExact = ErrorCode(rawValue: "AMOUNT_NOT_EXACT")
  package static let recordReferenceNotFound = ErrorCode(rawValue: "RECORD_REFERENCE_NOT_FOUND")
  package static let recordAlreadyBilled = ErrorCode(rawValue: "RECORD_ALREADY_BILLED")
  package static let recordStale = ErrorCode(rawValue: "RECORD_STALE")
  /// A record of one account names a record of another, or was moved to another account.
  package static let recordAccountMismatch = ErrorCode(rawValue: "RECORD_ACCOUNT_MISMATCH")
  /// The currency of an account that has a schedule was changed.
  package static let currencyFixed = ErrorCode(rawValue: "CURRENCY_FIXED")
  /// The totalAmount of a schedule is not what its lines come to.
  package static let scheduleTotalMismatch = ErrorCode(rawValue: "SCHEDULE_TOTAL_MISMATCH")
  /// A group would be a part of itself.
  package static let recordParentCycle = ErrorCode(rawValue: "RECORD_PARENT_CYCLE")
  /// The identifier of a usage record was used for other usage.
  package static let usageRecordConflict = ErrorCode(rawValue: "USAGE_RECORD_CONFLICT")
  /// No period of the schedule named would ever bill the usage.
  package static let usageNotBilled = ErrorCode(rawValue: "USAGE_NOT_BILLED")
  package static let defaultAmbiguous = ErrorCode(rawValue: "DEFAULT_AMBIGUOUS")

  // Generation
  package static let accountNotFound = ErrorCode(rawValue: "ACCOUNT_NOT_FOUND")
  package static let orderNotFound = ErrorCode(rawValue: "ORDER_NOT_FOUND")
  package static let billingScheduleNotFound = ErrorCode(rawValue: "BILLING_SCHEDULE_NOT_FOUND")
  package static let billingScheduleGroupNotFound = ErrorCode(
    rawValue: "BILLING_SCHEDULE_GROUP_NOT_FOUND")
  package static let billingSuspensionNotFound = ErrorCode(rawValue: "BILLING_SUSPENSION_NOT_FOUND")
  package static let resumeDateNotAfterSuspendDate = ErrorCode(
    rawValue: "RESUME_DATE_NOT_AFTER_SUSPEND_DATE")
  package static let billingContractNotFound = ErrorCode(rawValue: "BILLING_CONTRACT_NOT_FOUND")
  package static let billingCycleAlreadyInvoiced = ErrorCode(
    rawValue: "BILLING_CYCLE_ALREADY_INVOICED")
  /// No schedule of the contract has a period of these days.
  package static let billingCycleUnknown = ErrorCode(rawValue: "BILLING_CYCLE_UNKNOWN")
  package static let billingCycleNotDue = ErrorCode(rawValue: "BILLING_CYCLE_NOT_DUE")
  /// A warning: a schedule was passed over because it is in Error or waits for its milestone.
  package static let billingScheduleNotReady = ErrorCode(rawValue: "BILLING_SCHEDULE_NOT_READY")
  package static let postInvoicingTasksNotRun = ErrorCode(rawValue: "POST_INVOICING_TASKS_NOT_RUN")
  package static let billingScheduleSuspended = ErrorCode(rawValue: "BILLING_SCHEDULE_SUSPENDED")
  package static let notProcessedTogether = ErrorCode(rawValue: "NOT_PROCESSED_TOGETHER")
  package static let billToContactMissing = ErrorCode(rawValue: "BILL_TO_CONTACT_MISSING")
  /// The invoice group type is Custom, and neither the group nor the schedule gives a key.
  package static let customGroupKeyMissing = ErrorCode(rawValue: "CUSTOM_GROUP_KEY_MISSING")
  package static let billingScheduleNotInError = ErrorCode(
    rawValue: "BILLING_SCHEDULE_NOT_IN_ERROR")
  package static let taxRateNotFound = ErrorCode(rawValue: "TAX_RATE_NOT_FOUND")
  package static let taxRateAmbiguous = ErrorCode(rawValue: "TAX_RATE_AMBIGUOUS")
  package static let sequencePolicyMissing = ErrorCode(rawValue: "SEQUENCE_POLICY_MISSING")
  package static let sequencePolicyAmbiguous = ErrorCode(rawValue: "SEQUENCE_POLICY_AMBIGUOUS")
  package static let amountOverflow = ErrorCode(rawValue: "AMOUNT_OVERFLOW")

  // Ingestion
  package static let lineAmountMismatch = ErrorCode(rawValue: "LINE_AMOUNT_MISMATCH")
  package static let creditNoteNegative = ErrorCode(rawValue: "CREDIT_NOTE_NEGATIVE")
  package static let taxAmountMismatch = ErrorCode(rawValue: "TAX_AMOUNT_MISMATCH")
  package static let dueDateBeforeInvoiceDate = ErrorCode(
    rawValue: "DUE_DATE_BEFORE_INVOICE_DATE")
  package static let totalsMismatch = ErrorCode(rawValue: "TOTALS_MISMATCH")
  package static let duplicateUniqueIdentifier = ErrorCode(
    rawValue: "DUPLICATE_UNIQUE_IDENTIFIER")
  package static let duplicateInvoiceNumber = ErrorCode(rawValue: "DUPLICATE_INVOICE_NUMBER")
  package static let invoiceNumberReserved = ErrorCode(rawValue: "INVOICE_NUMBER_RESERVED")
  package static let currencyMismatch = ErrorCode(rawValue: "CURRENCY_MISMATCH")
  package static let debitMemoNotFound = ErrorCode(rawValue: "DEBIT_MEMO_NOT_FOUND")
  package static let debitMemoNotReady = ErrorCode(rawValue: "DEBIT_MEMO_NOT_READY")
  package static let debitMemoAlreadyInvoiced = ErrorCode(
    rawValue: "DEBIT_MEMO_ALREADY_INVOICED")
  package static let invoiceNotFound = ErrorCode(rawValue: "INVOICE_NOT_FOUND")
  package static let invoiceNotDraft = ErrorCode(rawValue: "INVOICE_NOT_DRAFT")

  // Lifecycle
  package static let invoiceNotPosted = ErrorCode(rawValue: "INVOICE_NOT_POSTED")
  /// Another live invoice bills a later period of one of its schedules.
  package static let invoiceNotLatest = ErrorCode(rawValue: "INVOICE_NOT_LATEST")
  /// Canceled or Voided: nothing of it changes any more.
  package static let invoiceFinal = ErrorCode(rawValue: "INVOICE_FINAL")
  /// Something is applied to it, or lines of it are converted: that is taken back first.
  package static let invoiceSettled = ErrorCode(rawValue: "INVOICE_SETTLED")
  /// A live credit memo credits a line of it.
  package static let invoiceCredited = ErrorCode(rawValue: "INVOICE_CREDITED")
  /// It has another version than the sender expected.
  package static let invoiceChanged = ErrorCode(rawValue: "INVOICE_CHANGED")
  /// The member cannot be set, or not in this state.
  package static let invoiceFieldFixed = ErrorCode(rawValue: "INVOICE_FIELD_FIXED")
  package static let nothingToConvert = ErrorCode(rawValue: "NOTHING_TO_CONVERT")
  package static let nothingToWriteOff = ErrorCode(rawValue: "NOTHING_TO_WRITE_OFF")
  /// A value of a gapless sequence that no document holds.
  package static let sequenceGap = ErrorCode(rawValue: "SEQUENCE_GAP")

  // Tasks and payment methods
  package static let taskNotFound = ErrorCode(rawValue: "TASK_NOT_FOUND")
  /// Nothing is owed on the invoice.
  package static let nothingToCharge = ErrorCode(rawValue: "NOTHING_TO_CHARGE")
  package static let taskAlreadyRequested = ErrorCode(rawValue: "TASK_ALREADY_REQUESTED")
  /// Another report on the task came before.
  package static let taskAlreadyReported = ErrorCode(rawValue: "TASK_ALREADY_REPORTED")
  /// The account has no payment method that can be charged.
  package static let paymentMethodMissing = ErrorCode(rawValue: "PAYMENT_METHOD_MISSING")
  package static let paymentMethodExpired = ErrorCode(rawValue: "PAYMENT_METHOD_EXPIRED")
  package static let cardNumberRefused = ErrorCode(rawValue: "CARD_NUMBER_REFUSED")

  // A tax engine that is asked elsewhere
  /// The engine will not calculate the document's tax.
  package static let taxEngineRefused = ErrorCode(rawValue: "TAX_ENGINE_REFUSED")
  /// Its answer cannot be used.
  package static let taxEngineInvalid = ErrorCode(rawValue: "TAX_ENGINE_INVALID")
  /// A warning: the engine is away, and the rate table took its place.
  package static let taxEstimatedByFallback = ErrorCode(rawValue: "TAX_ESTIMATED_BY_FALLBACK")
  package static let taxCommitRefused = ErrorCode(rawValue: "TAX_COMMIT_REFUSED")
  /// The engine booked another tax than the document was posted with.
  package static let taxCommitVariance = ErrorCode(rawValue: "TAX_COMMIT_VARIANCE")
  package static let taxVoidRefused = ErrorCode(rawValue: "TAX_VOID_REFUSED")
  /// Nothing of the document's tax has failed.
  package static let taxNothingToRetry = ErrorCode(rawValue: "TAX_NOTHING_TO_RETRY")

  // Invoice runs and schedulers
  package static let invoiceRunNotFound = ErrorCode(rawValue: "INVOICE_RUN_NOT_FOUND")
  /// The identifier is that of an earlier run.
  package static let invoiceRunExists = ErrorCode(rawValue: "INVOICE_RUN_EXISTS")
  /// The request needs the results of a run that has not ended.
  package static let invoiceRunRunning = ErrorCode(rawValue: "INVOICE_RUN_RUNNING")
  /// The run has ended: there is nothing to cancel.
  package static let invoiceRunNotRunning = ErrorCode(rawValue: "INVOICE_RUN_NOT_RUNNING")
  package static let timeZoneUnknown = ErrorCode(rawValue: "TIME_ZONE_UNKNOWN")

  // Credit and payments
  package static let creditMemoNotFound = ErrorCode(rawValue: "CREDIT_MEMO_NOT_FOUND")
  package static let paymentNotFound = ErrorCode(rawValue: "PAYMENT_NOT_FOUND")
  package static let applicationNotFound = ErrorCode(rawValue: "APPLICATION_NOT_FOUND")
  package static let applicationTakenBack = ErrorCode(rawValue: "APPLICATION_TAKEN_BACK")
  package static let amountExceedsBalance = ErrorCode(rawValue: "AMOUNT_EXCEEDS_BALANCE")
  package static let amountExceedsUnapplied = ErrorCode(rawValue: "AMOUNT_EXCEEDS_UNAPPLIED")
  /// More would be credited of an invoice's line than it charges.
  package static let creditExceedsLine = ErrorCode(rawValue: "CREDIT_EXCEEDS_LINE")
  package static let effectiveDateInvalid = ErrorCode(rawValue: "EFFECTIVE_DATE_INVALID")
  package static let creditMemoApplied = ErrorCode(rawValue: "CREDIT_MEMO_APPLIED")
  package static let creditMemoRefunded = ErrorCode(rawValue: "CREDIT_MEMO_REFUNDED")
  package static let creditMemoVoided = ErrorCode(rawValue: "CREDIT_MEMO_VOIDED")
  /// The identifier was used for a payment (refund, reversal) with other content.
  package static let paymentConflict = ErrorCode(rawValue: "PAYMENT_CONFLICT")
  package static let refundConflict = ErrorCode(rawValue: "REFUND_CONFLICT")
  package static let reversalConflict = ErrorCode(rawValue: "REVERSAL_CONFLICT")
  /// Warnings: the same was recorded before, and nothing changed.
  package static let paymentAlreadyRecorded = ErrorCode(rawValue: "PAYMENT_ALREADY_RECORDED")
  package static let refundAlreadyRecorded = ErrorCode(rawValue: "REFUND_ALREADY_RECORDED")
  package static let reversalAlreadyRecorded = ErrorCode(rawValue: "REVERSAL_ALREADY_RECORDED")

  // Documents
  /// No document can be made of the invoice: what it lacks, or EN 16931 cannot say, is listed.
  package static let documentIncomplete = ErrorCode(rawValue: "DOCUMENT_INCOMPLETE")
  /// A PDF is to be attached, and no renderer is installed.
  package static let rendererMissing = ErrorCode(rawValue: "RENDERER_MISSING")

  // E-mail
  /// No server is configured.
  package static let emailNotConfigured = ErrorCode(rawValue: "EMAIL_NOT_CONFIGURED")
  package static let emailAddressMissing = ErrorCode(rawValue: "EMAIL_ADDRESS_MISSING")
  package static let emailOptedOut = ErrorCode(rawValue: "EMAIL_OPTED_OUT")
  package static let emailAddressSuppressed = ErrorCode(rawValue: "EMAIL_ADDRESS_SUPPRESSED")
  /// The same addresses have the invoice, or will have it.
  package static let emailAlreadySent = ErrorCode(rawValue: "EMAIL_ALREADY_SENT")
  package static let emailTemplateMissing = ErrorCode(rawValue: "EMAIL_TEMPLATE_MISSING")
  /// A template holds something that cannot be filled in.
  package static let templateFieldUnknown = ErrorCode(rawValue: "TEMPLATE_FIELD_UNKNOWN")
  /// What is attached to an e-mail has more than 10 MiB.
  package static let attachmentTooLarge = ErrorCode(rawValue: "ATTACHMENT_TOO_LARGE")
  /// What makes an attachment died of it, or took too long, each time.
  package static let attachmentNotMade = ErrorCode(rawValue: "ATTACHMENT_NOT_MADE")
  package static let emailNotFound = ErrorCode(rawValue: "EMAIL_NOT_FOUND")
  /// A bounce is reported of an e-mail that was not sent.
  package static let emailNotSent = ErrorCode(rawValue: "EMAIL_NOT_SENT")
  /// A warning: some wait for the next day.
  package static let emailDailyLimit = ErrorCode(rawValue: "EMAIL_DAILY_LIMIT")
}
