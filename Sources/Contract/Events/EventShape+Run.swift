import Billing

extension EventShape {
  /// A run, as completions carry it.
  static let invoiceRun = EventShape("InvoiceRun", "An invoice run.", runMembers)

  /// The run and what else an event says of it.
  static func invoiceRun(adding more: [EventMember]) -> EventShape {
    EventShape(nil, "An invoice run.", runMembers + more)
  }

  private static let runMembers: [EventMember] = [
    .always("invoiceRunId", .text, "The run's identifier."),
    .always("kind", .choice(InvoiceRun.Kind.self), "What it does."),
    .always("status", .choice(InvoiceRun.Status.self), "Where it stands."),
    .orNull("schedulerId", .text, "The scheduler that began it."),
    .orNull("scheduledFor", .instant, "The time at which the scheduler was to begin it."),
    .always("runDate", .date, "Its local day."),
    .orNull("targetDate", .date, "What is due before this day is billed."),
    .orNull("targetDateInclusive", .flag, "Whether what is due on that day is billed too."),
    .orNull("invoiceDate", .date, "The date that stands on the invoices."),
    .orNull("action", .choice(InvoiceAction.self), "How far the invoices are taken."),
    .orNull("zeroAmountInvoices", .flag, "Whether invoices that come to nothing are made too."),
    .always("criteria", .object(criteria), "Which schedules it bills; only what restricts."),
    .always(
      "then",
      part(
        "What begins when it has ended.",
        [
          .always("post", .flag, "Whether its drafts are posted."),
          .always("email", .flag, "Whether its invoices are sent."),
          .always("tasks", .list(.choice(PostInvoicingTask.self)), "What others are to do."),
        ]), "What begins when it has ended."),
    .orNull("parentRunId", .text, "The run that it goes on with."),
    .orNull("retryOf", .text, "The run that it bills once more."),
    .orNull(
      "tasks",
      part(
        "What others are to do.",
        [
          .always("tasks", .list(.choice(PostInvoicingTask.self)), "The tasks."),
          .orNull("again", .flag, "Whether they are requested once more."),
        ]), "Of a run of tasks: what others are to do."),
    .orNull(
      "email",
      part(
        "What is sent.",
        [
          .orNull("emailTemplateId", .text, "The template."),
          .orNull(
            "attachments", .list(.choice(EmailAttachment.self)), "What the e-mails carry."),
          .orNull("resend", .flag, "Whether what was sent is sent once more."),
          .orNull("ignoreOptOut", .flag, "Whether accounts that want none get it too."),
        ]), "Of a run of e-mails: what is sent."),
    .always("retry", .flag, "Whether its accounts are billed once more when it has ended."),
    .always("startedAt", .instant, "When it began."),
    .orNull("completedAt", .instant, "When it ended."),
    .always("counters", .object(counters), "What it has done so far."),
    .always("totals", .list(.object(totals)), "What its invoices come to, by currency."),
    .always("errorCount", .integer, "How many errors it has met."),
    // Runs of before there were any have none.
    .sometimes("warnings", .list(.object(.fault)), "What was done all the same."),
    .orNull("requestIdentifier", .text, "The request that began it."),
    .orNull("requestedBy", .object(.requestedBy), "The person for whom it was begun."),
  ]

  private static let criteria = EventShape(
    "RunCriteria", "Which schedules a run bills; only members that restrict are there.",
    [
      .sometimes("legalEntityIds", .list(.text), "Only these legal entities."),
      .sometimes("currencies", .list(.text), "Only these currencies."),
      .sometimes(
        "invoiceGroupTypes", .list(.choice(InvoiceGroupType.self)), "Only these group types."),
      .sometimes("matchingValues", .list(.text), "Only schedules with one of these texts."),
      .sometimes("chargeTypes", .list(.choice(ChargeType.self)), "Only these kinds of charge."),
      .sometimes("accountIds", .list(.text), "Only these accounts."),
      .sometimes("excludeAccountIds", .list(.text), "None of these accounts."),
    ])

  private static let counters = EventShape(
    "RunCounters", "What a run has done so far.",
    [
      "accountsSelected", "schedulesSelected", "schedulesBilled", "schedulesFailed",
      "invoicesMade", "invoicesPosted", "invoicesFailed", "invoicesCanceled", "lines",
      "tasksRequested", "emailsQueued", "recovered", "unrecovered",
    ].map { .always($0, .integer, "How many so far.") }
      + [
        .sometimes("emailsPostponed", .integer, "How many wait for another day."),
        .sometimes(
          "taxesEstimated", .integer,
          "Of the invoices made those whose tax was estimated by the rate table, because the tax engine was away."
        ),
        .always(
          "skipped", .counts(RunCounters.SkipReason.allCases.map(\.rawValue)),
          "How many were passed over, by the reason."),
        .always(
          "chunks",
          part(
            "Its parts.",
            [
              .always("made", .integer, "How many there are."),
              .always("done", .integer, "How many are done."),
            ]), "Its parts."),
      ])

  private static let totals = EventShape(
    "RunTotals", "What the invoices of one currency come to.",
    [
      .always("currency", .text, "The currency."),
      .always("invoices", .integer, "How many invoices."),
      .always("totalAmount", .decimal, "Without tax."),
      .always("totalTaxAmount", .decimal, "The tax."),
      .always("totalAmountWithTax", .decimal, "With tax."),
    ])

  static let runError = EventShape(
    "RunError", "What of a run could not be done.",
    [
      .orNull("accountId", .text, "The account."),
      .orNull("invoiceId", .text, "The invoice."),
      .orNull("groupingKey", .text, "What the lines share that were not invoiced."),
      .always("billingScheduleIds", .list(.text), "The schedules; at most 1,000."),
      .always("errorCode", .text, "The code."),
      .always("errorMessage", .text, "What happened and what to do, for people."),
    ])

  static let skippedOccurrence = EventShape(
    nil, "An occurrence of a scheduler that no run came of.",
    [
      .always("schedulerId", .text, "The scheduler."),
      .always("scheduledFor", .instant, "When the run was to begin."),
      .always("localDate", .date, "The same as a local day."),
      .always("reason", .choice(SchedulerOccurrence.SkipReason.self), "Why there is none."),
    ])
}
