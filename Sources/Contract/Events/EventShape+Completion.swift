import Billing

extension EventShape {
  /// The answer to a request.
  static let completion = EventShape(
    "Completion",
    "What became of a request; lists are always there, empty where they do not apply.",
    asked + lists + told)

  private static let asked: [EventMember] = [
    .always("requestIdentifier", .text, "The request's identifier."),
    .always("requestType", .text, "Its type, as it was given."),
    .always("source", .text, "Its source; may be empty."),
    .orNull("correlationId", .text, "The sender's own text."),
    .orNull("requestedBy", .object(.requestedBy), "The person for whom it was made."),
    .always("outcome", .choice(Outcome.self), "What became of it."),
    .always("isSuccess", .flag, "Whether the outcome is Succeeded."),
  ]

  private static let lists: [EventMember] = [
    .always(
      "invoices", .list(.object(invoiceResult)), "Every invoice that was touched, or was not made."),
    .always("creditMemos", .list(.object(.creditMemoHead)), "Credit memos that it made."),
    .always("payments", .list(.object(.payment)), "Payments that it recorded."),
    .always("applications", .list(.object(.application)), "Applications that it made."),
    .always("refunds", .list(.object(.refund)), "Refunds that it recorded."),
    .always("reversals", .list(.object(.reversal)), "Reversals that it recorded."),
    .always(
      "emails",
      .list(
        part(
          "An e-mail.",
          [
            .always("emailId", .text, "The e-mail's identifier."),
            .orNull("invoiceId", .text, "The invoice that it sends."),
            .always("to", .list(.text), "Where it goes."),
            .always("status", .choice(EmailDelivery.Status.self), "Where it stands."),
          ])), "E-mails that it queued, or that it is about."),
    .always("tasks", .list(.object(task)), "Tasks that it requested, or reports on."),
    .orNull("invoiceRun", .object(.invoiceRun), "The run that it is about."),
    .always(
      "schedules",
      .list(
        part(
          "A schedule of a recovery.",
          [
            .always("billingScheduleId", .text, "The schedule."),
            .orNull(
              "latestInvoice",
              part(
                "Its latest invoice.",
                [
                  .always("invoiceId", .text, "The invoice's identifier."),
                  .orNull("invoiceNumber", .text, "Its number."),
                  .always("status", .choice(InvoiceStatus.self), "Where it stands."),
                ]), "Its latest invoice."),
          ])), "The schedules of a recovery."),
    .sometimes("previews", .list(.object(.invoice)), "Of a preview: what would be made."),
    .sometimes(
      "billingContracts", .list(.object(contractResult)), "Of contracts: each one's result."),
    .always("skipped", .list(.object(skipped)), "Schedules that were not billed; at most 1,000."),
    .always("skippedCount", .integer, "How many there are in all."),
  ]

  private static let told: [EventMember] = [
    .always("errors", .list(.object(.fault)), "What was wrong with the request as a whole."),
    .always("warnings", .list(.object(.fault)), "What was done all the same."),
    .always("errorLogNumbers", .list(.text), "The error logs about it."),
    .always("attempts", .integer, "How often it was tried."),
    .always("receivedAt", .instant, "When a worker received it."),
    .always("completedAt", .instant, "When its outcome was committed."),
    .sometimes("replayOf", .text, "The event whose outcome this one replaces."),
    .sometimes(
      "conflictsWith", .text, "The completion of the request that had the identifier before."),
  ]

  private static let invoiceResult = EventShape(
    "InvoiceResult", "What became of an invoice; null where there is none.",
    [
      .orNull("invoiceId", .text, "The invoice's identifier."),
      .orNull("invoiceNumber", .text, "Its number."),
      .orNull("status", .choice(InvoiceStatus.self), "Where it stands."),
      .always("isSuccess", .flag, "Whether what was asked for was done with it."),
      .orNull("accountId", .text, "The account."),
      .always("orderIds", .list(.text), "The orders of its lines."),
      .always("billingScheduleIds", .list(.text), "The schedules of its lines."),
      .orNull("currency", .text, "The currency of its amounts."),
      .orNull("totalAmount", .decimal, "The sum of its lines without tax."),
      .orNull("totalTaxAmount", .decimal, "Its tax."),
      .orNull("totalAmountWithTax", .decimal, "Both together."),
      .orNull("dueDate", .date, "The day on which it is due."),
      .orNull("balance", .decimal, "What is owed now."),
      .orNull("shownStatus", .choice(ShownStatus.self), "What people are shown."),
      .orNull("version", .integer, "Counts its changes from 1."),
      .always("errors", .list(.object(.fault)), "Why it was refused."),
    ])

  private static let contractResult = EventShape(
    "ContractResult", "What became of a contract that a request names.",
    [
      .always("billingContractId", .text, "The contract."),
      .orNull("billingCycle", .object(.cycle), "The cycle that was asked for."),
      .always("isSuccess", .flag, "Whether it was billed."),
      .always("invoiceIds", .list(.text), "Its invoices."),
      .always("tasks", .list(.choice(PostInvoicingTask.self)), "What others are to do."),
      .always("errors", .list(.object(.fault)), "Why it was not billed."),
    ])

  private static let skipped = EventShape(
    "SkippedSchedule", "A schedule that was selected and not billed.",
    [
      .always("billingScheduleId", .text, "The schedule."),
      .always("reason", .choice(SkippedSchedule.Reason.self), "Why it was not billed."),
      .orNull("nextBillingDate", .date, "The day on which it is due next."),
      .sometimes("draftInvoiceId", .text, "The draft that bills it already."),
    ])

  static let task = EventShape(
    "Task", "A task that others do with an invoice.",
    [
      .always("taskId", .text, "The task's identifier."),
      .always("invoiceId", .text, "The invoice."),
      .always("task", .choice(PostInvoicingTask.self), "What is to be done."),
      .always("status", .choice(InvoiceTask.Status.self), "What became of it."),
      .orNull("retryOf", .text, "The earlier task of the kind."),
      .orNull("amount", .decimal, "What is to be charged."),
      .orNull("currency", .text, "The currency of the amount."),
      .orNull("savedPaymentMethodId", .text, "What it is to be paid by."),
      .orNull("message", .text, "What the report said."),
      .always("requestedAt", .instant, "When it was requested."),
    ])
}
