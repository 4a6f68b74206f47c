import Billing

/// What makes records and invoices.
extension ErrorCodeEntry {
  static let requests: [ErrorCodeEntry] = [
    .error(
      .requestMalformed,
      "The body is not one JSON object in UTF-8, or has a member twice, or the content type is another one.",
      "Send one JSON object, under a new identifier."),
    .error(
      .requestInvalid,
      "A field is unknown, missing or wrong; the pointer says which.",
      "Correct it, and send it under a new identifier."),
    .error(
      .requestTypeUnknown,
      "This version does not handle the type.",
      "Correct the type, or upgrade the workers first."),
    .error(
      .requestIdentifierMissing,
      "The request has no identifier, so nobody could be answered.",
      "Set message_id, or id of a CloudEvents message."),
    .error(
      .requestIdentifierInvalid,
      "The identifier is not 1 to 128 characters of printable ASCII, or the source is none.",
      "Give the request such an identifier and source."),
    .error(
      .requestIdentifierReused,
      "Another request had the identifier before; its outcome stands.",
      "Give every request an identifier of its own."),
    .error(
      .limitExceeded,
      "The request is longer, names more, or would make more than is allowed.",
      "Send several; the message names limit and value, and for lines an earlier target date that fits."
    ),
    .error(
      .internalError,
      "A fault of the program.",
      "Report it; the dead letter can be replayed once it is fixed."),
    .warning(
      .replyToRefused,
      "Replies are not written to the queue that reply_to names.",
      "Use direct reply-to, or a queue that INVOICE_WORKER_REPLY_QUEUES matches."),
  ]

  static let recordsAndUsage: [ErrorCodeEntry] = [
    .error(
      .currencyUnknown,
      "The currency is none of ISO 4217 that has a minor unit.",
      "Give a code such as EUR."),
    .error(
      .currencyFixed,
      "The account has a schedule, so its currency cannot change any more.",
      "Make another account for another currency."),
    .error(
      .amountNotExact,
      "The amount is finer than its currency's minor unit.",
      "Round it before you send it."),
    .error(
      .recordReferenceNotFound,
      "A record names one that is not there.",
      "Send that one first, or in the same request."),
    .error(
      .recordAccountMismatch,
      "A record names one of another account, or would move to another account.",
      "Name one of the same account."),
    .error(
      .recordParentCycle,
      "A group would be a part of itself.",
      "Correct parentGroupId."),
    .error(
      .defaultAmbiguous,
      "There would be a second default of the kind.",
      "Take the first one's isDefault away in the same request."),
    .error(
      .recordAlreadyBilled,
      "The field is fixed by lines that were made already.",
      "Leave it as it was; end the schedule and send a new one."),
    .error(
      .scheduleTotalMismatch,
      "totalAmount is not what the schedule's lines come to.",
      "Correct the total, the amount or the dates."),
    .warning(
      .recordStale,
      "A higher revision is stored; this one was not.",
      "Nothing, or send a higher revision."),
    .error(
      .usageRecordConflict,
      "The identifier stands for other usage.",
      "Give the usage an identifier of its own."),
    .error(
      .usageNotBilled,
      "No period of the schedule would ever bill the usage.",
      "Correct the day or the schedule."),
  ]

  static let generation: [ErrorCodeEntry] = [
    .error(
      .accountNotFound,
      "There is no such account.",
      "Send it by records.upsert.v1, or correct the identifier."),
    .error(
      .orderNotFound,
      "There is no such order.",
      "Send it by records.upsert.v1, or correct the identifier."),
    .error(
      .billingScheduleNotFound,
      "There is no such billing schedule.",
      "Send it by records.upsert.v1, or correct the identifier."),
    .error(
      .billingContractNotFound,
      "There is no such billing contract.",
      "Send it by records.upsert.v1, or correct the identifier."),
    .error(
      .billingScheduleGroupNotFound,
      "There is no such billing schedule group.",
      "Send it by records.upsert.v1, or correct the identifier."),
    .error(
      .billingSuspensionNotFound,
      "There is no such suspension.",
      "Suspend first, or correct the identifier."),
    .error(
      .billingCycleUnknown,
      "The dates are no cycle of the contract.",
      "Name one of its cycles, or none: all that are due are billed."),
    .error(
      .billingCycleNotDue,
      "The cycle is not due by the target date.",
      "Give a later target date."),
    .error(
      .billingCycleAlreadyInvoiced,
      "The cycle is on an invoice already.",
      "Nothing, or send reinvoice to bill it once more."),
    .error(
      .billingScheduleSuspended,
      "A due schedule is suspended, so nothing of the request is billed.",
      "Resume it, or leave it out."),
    .error(
      .notProcessedTogether,
      "Another schedule of the request is suspended, so this one is not billed either.",
      "Resume that one, or leave it out."),
    .warning(
      .billingScheduleNotReady,
      "The schedule is in Error, or waits for its milestone.",
      "Recover it, or send its milestoneDate."),
    .error(
      .billToContactMissing,
      "Nobody is named whom the invoice goes to; the schedules are in Error.",
      "Give the account a contact, then recover the schedules."),
    .error(
      .customGroupKeyMissing,
      "invoiceGroupType is Custom without a key; the schedules are in Error.",
      "Send customInvoiceGroupKey, then recover the schedules."),
    .error(
      .taxRateNotFound,
      "No tax rate is in force for the place, the code and the day; the schedules are in Error.",
      "Send a TaxRate, then recover the schedules."),
    .error(
      .taxRateAmbiguous,
      "Two tax rates are in force; the schedules are in Error.",
      "Let one end, then recover the schedules."),
    .error(
      .amountOverflow,
      "An amount is too large; the schedules are in Error.",
      "Correct quantity or price, then recover the schedules."),
    .error(
      .sequencePolicyMissing,
      "No active policy would number the document.",
      "Send a SequencePolicy that is active."),
    .error(
      .sequencePolicyAmbiguous,
      "Two active policies would number the document.",
      "Make one of them inactive."),
    .warning(
      .paymentMethodExpired,
      "The invoice names a payment method that cannot be charged any more.",
      "Ask the customer for another one."),
    .warning(
      .postInvoicingTasksNotRun,
      "No task was requested; the message says why.",
      "Request it by invoice.run-tasks.v1."),
    .warning(
      .billingScheduleNotInError,
      "The schedule needs no recovery.",
      "Nothing."),
    .error(
      .resumeDateNotAfterSuspendDate,
      "The suspension would end before it begins.",
      "Give a later resumeDate."),
  ]

  static let ingestion: [ErrorCodeEntry] = [
    .error(
      .duplicateUniqueIdentifier,
      "The document was ingested before; errorSource names the invoice.",
      "Nothing; or give another document a key of its own."),
    .error(
      .duplicateInvoiceNumber,
      "The issuer used the number for another document.",
      "Correct invoiceNumber."),
    .error(
      .invoiceNumberReserved,
      "An active policy gives such numbers out.",
      "Use numbers of another pattern."),
    .error(
      .totalsMismatch,
      "A stated total differs from what the lines come to.",
      "Correct the lines or statedTotals."),
    .error(
      .currencyMismatch,
      "Two things that belong together have different currencies.",
      "Name one of the same currency."),
    .error(
      .debitMemoNotFound,
      "There is no such debit memo.",
      "Send it by records.upsert.v1, or correct the identifier."),
    .error(
      .debitMemoNotReady,
      "The debit memo is not posted, or not ready to be invoiced.",
      "Send it with its status Posted and ReadyForInvoiceGeneration."),
    .error(
      .debitMemoAlreadyInvoiced,
      "An invoice was made from the debit memo.",
      "Nothing."),
    .warning(
      .lineAmountMismatch,
      "A line's amount is not its quantity by its price; stored as given.",
      "Look whether the document is right."),
    .warning(
      .taxAmountMismatch,
      "A line's tax is not its amount by its rate; stored as given.",
      "Look whether the document is right."),
    .warning(
      .dueDateBeforeInvoiceDate,
      "The document is due before its date; stored as given.",
      "Look whether the document is right."),
    .warning(
      .creditNoteNegative,
      "A credit note's total is negative; stored as given.",
      "Look whether it is an invoice."),
  ]
}
