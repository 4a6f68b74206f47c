import Billing

/// What happens to invoices after they were made.
extension ErrorCodeEntry {
  static let storedInvoices: [ErrorCodeEntry] = [
    .error(
      .invoiceNotFound,
      "There is no such invoice.",
      "Correct the identifier."),
    .error(
      .invoiceNotDraft,
      "The invoice is no draft; the message names its state.",
      "Void it, or credit it, and bill again."),
    .error(
      .invoiceNotPosted,
      "The invoice is not Posted; the message names its state.",
      "Post it first."),
    .error(
      .invoiceFinal,
      "The invoice is Canceled or Voided, or it is the memo of a void: nothing of it changes.",
      "Bill again."),
    .error(
      .invoiceNotLatest,
      "Another live invoice bills a later period of one of its schedules.",
      "Take that one back first, or both in one request."),
    .error(
      .invoiceSettled,
      "Something is applied to the invoice, or converted of it.",
      "Take back the applications that the message lists."),
    .error(
      .invoiceCredited,
      "A credit memo credits a line of the invoice already.",
      "Void that memo first, or leave the invoice."),
    .error(
      .invoiceChanged,
      "The invoice has another version than expectedVersion.",
      "Look at it again, and send its version."),
    .error(
      .invoiceFieldFixed,
      "The member cannot be set, or not in this state.",
      "Leave it out; void the invoice, and bill again."),
    .error(
      .nothingToConvert,
      "No negative line is left to convert.",
      "Nothing."),
    .error(
      .nothingToWriteOff,
      "Nothing is owed on the invoice.",
      "Nothing."),
    .error(
      .sequenceGap,
      "No document holds a value of a gapless sequence (error log only).",
      "Explain it; it is never filled."),
  ]

  static let tasksAndPaymentMethods: [ErrorCodeEntry] = [
    .error(
      .taskNotFound,
      "There is no such task.",
      "Give the identifier that is in the event that asked for it."),
    .error(
      .taskAlreadyRequested,
      "The same task is under way or done; the message names it.",
      "Send again to request it once more."),
    .error(
      .taskAlreadyReported,
      "Another report came before, and stands.",
      "Nothing."),
    .error(
      .nothingToCharge,
      "Nothing is owed on the invoice.",
      "Nothing."),
    .error(
      .paymentMethodMissing,
      "Neither the invoice's payment method nor the account's default can be charged today.",
      "Send a SavedPaymentMethod."),
    .error(
      .cardNumberRefused,
      "A text holds a card number, and none is kept here.",
      "Send the payment system's token."),
  ]

  static let invoiceRuns: [ErrorCodeEntry] = [
    .error(
      .invoiceRunNotFound,
      "There is no such run.",
      "Look with invoice-worker runs list."),
    .error(
      .invoiceRunExists,
      "The identifier was used for another run.",
      "Use another one."),
    .error(
      .invoiceRunRunning,
      "The run has not ended, and what is asked for goes over what it has done.",
      "Wait for invoice-run.completed.v1, or cancel it."),
    .error(
      .invoiceRunNotRunning,
      "There is nothing to cancel; the message says how the run ended.",
      "Nothing."),
    .error(
      .timeZoneUnknown,
      "The zone is not in the time zone data of the worker's system.",
      "Give a name such as Europe/Oslo, or update tzdata."),
  ]

  static let taxEngine: [ErrorCodeEntry] = [
    .error(
      .taxEngineRefused,
      "The tax engine will not calculate the document's tax; the schedules are in Error.",
      "Correct what its words in the message name, then recover the schedules."),
    .error(
      .taxEngineInvalid,
      "The tax engine's answer cannot be used: unreadable, incomplete or inexact; the schedules are in Error.",
      "Report it to whoever runs the engine, then recover the schedules."),
    .warning(
      .taxEstimatedByFallback,
      "The tax engine is away, and the rate table estimated the tax.",
      "Nothing; posting asks the engine, and invoice.calculate-tax.v1 before."),
    .error(
      .taxCommitRefused,
      "The tax engine will not book a posted document's tax (error log only).",
      "Clear it up with the engine, then send tax.retry-commit.v1."),
    .error(
      .taxCommitVariance,
      "The tax engine booked another tax than the document has (error log only).",
      "Clear it up with the engine, then send tax.retry-commit.v1; or void the document."),
    .error(
      .taxVoidRefused,
      "The tax engine will not take back a voided document's tax (error log only).",
      "Clear it up with the engine, then send tax.retry-commit.v1."),
    .error(
      .taxNothingToRetry,
      "Nothing of the document's tax has failed at the tax engine; the message names its state.",
      "Nothing."),
  ]

  static let documents: [ErrorCodeEntry] = [
    .error(
      .documentIncomplete,
      "No valid document can be made of the invoice or memo; every missing member is named.",
      "Complete the records that are named."),
    .error(
      .rendererMissing,
      "invoice-documents, which draws PDF, is not installed.",
      "Install it, or attach Ubl alone."),
  ]

  static let emails: [ErrorCodeEntry] = [
    .error(
      .emailNotConfigured,
      "The workers know no mail server.",
      "Set INVOICE_WORKER_SMTP_URL and INVOICE_WORKER_EMAIL_FROM."),
    .error(
      .emailAddressMissing,
      "Neither request nor account nor bill-to contact has an address.",
      "Send one."),
    .error(
      .emailOptedOut,
      "The account wants no e-mails.",
      "Nothing, or send ignoreOptOut."),
    .error(
      .emailAddressSuppressed,
      "An e-mail came back from the address for good.",
      "Correct the address, or send email.unsuppress.v1."),
    .error(
      .emailAlreadySent,
      "The same addresses have it, or will have it.",
      "Nothing, or send resend."),
    .error(
      .emailTemplateMissing,
      "No template is named, and none is the default; or the one that is named does not exist.",
      "Send an EmailTemplate."),
    .error(
      .templateFieldUnknown,
      "A template has something in braces that is no field; pointer and offset say where.",
      "Correct the field's name."),
    .error(
      .attachmentTooLarge,
      "What is attached has more than 10 MiB; the e-mail is Failed.",
      "Attach less."),
    .error(
      .attachmentNotMade,
      "Drawing what is attached took too long, or ended the program that draws, five times; the e-mail is Failed.",
      "Send it with Ubl alone, and the PDF of invoice-worker invoices pdf by hand."),
    .error(
      .emailNotFound,
      "There is no such e-mail.",
      "Look with invoice-worker emails list."),
    .error(
      .emailNotSent,
      "A bounce is reported of an e-mail that was not sent; or the mail server never took one.",
      "Look with invoice-worker emails list."),
    .warning(
      .emailDailyLimit,
      "Some e-mails wait for the next day.",
      "Nothing, or raise INVOICE_WORKER_EMAIL_DAILY_LIMIT."),
  ]

  static let creditAndPayments: [ErrorCodeEntry] = [
    .error(
      .creditMemoNotFound,
      "There is no such credit memo.",
      "Correct the identifier."),
    .error(
      .paymentNotFound,
      "There is no such payment.",
      "Correct the identifier."),
    .error(
      .applicationNotFound,
      "There is no such application, or it is of the other kind of source.",
      "Correct the identifier."),
    .error(
      .amountExceedsBalance,
      "More than is open on the invoice; the message says how much is.",
      "Send no more than that."),
    .error(
      .amountExceedsUnapplied,
      "More than is left of the payment or memo; the message says how much is.",
      "Send no more than that."),
    .error(
      .creditExceedsLine,
      "More would be credited than the invoice's line charges, or than its tax.",
      "Send no more than the message says is left."),
    .error(
      .effectiveDateInvalid,
      "The day is before a book date, or after today (a refund, a reversal, a receipt: after tomorrow).",
      "Give a day between them."),
    .error(
      .applicationTakenBack,
      "The application was taken back before.",
      "Nothing."),
    .error(
      .creditMemoApplied,
      "The memo is applied to invoices.",
      "Send unapply."),
    .error(
      .creditMemoRefunded,
      "Something of the memo was refunded.",
      "Nothing; it cannot be taken back."),
    .error(
      .creditMemoVoided,
      "The memo was taken back before.",
      "Nothing."),
    .error(
      .paymentConflict,
      "The identifier was used for another payment.",
      "Use another one."),
    .error(
      .refundConflict,
      "The identifier was used for another refund.",
      "Use another one."),
    .error(
      .reversalConflict,
      "The identifier was used for another reversal.",
      "Use another one."),
    .warning(
      .paymentAlreadyRecorded,
      "The same payment was recorded before; nothing changed.",
      "Nothing."),
    .warning(
      .refundAlreadyRecorded,
      "The same refund was recorded before; nothing changed.",
      "Nothing."),
    .warning(
      .reversalAlreadyRecorded,
      "The same reversal was recorded before; nothing changed.",
      "Nothing."),
  ]
}
