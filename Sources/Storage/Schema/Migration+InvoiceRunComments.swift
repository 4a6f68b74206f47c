extension Migration {
  static let schedulerComments = [
    TableComment(
      "billing_schedule", "What is billed, how often, and how far it has been billed.",
      ["run_matching_value": "What invoice runs may select by; opaque."]),
    TableComment(
      "invoice", "An invoice: head and totals.",
      ["invoice_run_id": "The run that made it; null: a request of its own."]),
    TableComment(
      "holiday_calendar", "Days on which nobody works.",
      [
        "weekend": "Names of the days, with commas between.",
        "dates": "Further days, with commas between.",
      ]),
    TableComment(
      "invoice_scheduler", "What begins runs by itself, at local times of a zone.",
      [
        "status": "Draft, Active, Inactive.",
        "rule":
          "Once, Daily, Weekly with a day; Monthly with a day or L, L-1, L-2, or which day.",
        "end_date": "The last day that may have an occurrence, inclusive.",
        "minute_of_day": "Since midnight, local.", "time_zone": "IANA name.",
        "target_date": "Of Once only: given, in place of the offset.",
        "target_date_offset": "Days from the run date.",
        "invoice_date_offset": "Days from the target date, or from the run date.",
        "criteria": "JSON: which schedules its runs bill; null: all.",
        "posts_when_ended": "Whether a run over the drafts follows that posts them.",
        "on_missed": "RunLatest, RunAll, Skip.", "on_overlap": "Skip, Queue.",
        "next_rule_date": "The next occurrence before it was moved to a business day.",
        "next_local_date": "The next occurrence's run date; null: none is to come.",
        "next_instant": "When it is due.",
      ]),
    TableComment(
      "scheduler_occurrence", "What became of each occurrence of a scheduler.",
      [
        "local_date": "The run date: one occurrence a day, whatever the clock does.",
        "outcome": "Run, Waiting, StillRunning, Superseded, Missed.", "run_id": "Its run.",
      ]),
  ]

  static let runComments = [
    TableComment(
      "invoice_run",
      "Work over many accounts or invoices. Written at its start and its end, not in between.",
      [
        "kind": "Generate, Preview, Post, Recover, Cancel.",
        "status": "Running, Completed, CompletedWithErrors, Canceled.",
        "scheduler_id": "What began it; null: a request or another run.",
        "run_date": "The local day of its occurrence; else the UTC day on which it was accepted.",
        "action": "Draft, Posted; null: it makes no invoices.",
        "criteria": "JSON: which schedules it bills; null: all.",
        "parent_run_id": "The run whose invoices or schedules it goes over.",
        "retry_of": "The run whose failed accounts it bills again.",
        "error_count": "Rows of invoice_run_error; 0 while it is Running.",
        "accounts_selected": "This and the columns after it are 0 while it is Running.",
        "is_swept": "Whether the rows of its chunks are deleted.",
      ]),
    TableComment(
      "invoice_run_selection", "How far a Running run has selected what it goes over.",
      [
        "after_id": "The last identifier that is in a chunk.",
        "next_chunk_no": "The number that the next chunk gets.",
        "page_first": "The first chunk of the page made last; page_last the last.",
        "is_asked": "Whether the next page is wanted.", "is_ended": "Whether all is selected.",
      ]),
    TableComment(
      "invoice_run_chunk",
      "A part of a run that one transaction does; its row makes it happen once.",
      [
        "first_id": "The first identifier of its range; last_id the last, inclusive.",
        "begun": "How often a worker has begun it without an end, from the second delivery on.",
        "issued_at": "When its message was sent last.",
      ]),
    TableComment(
      "invoice_run_cancel", "Runs that somebody wants canceled: no chunk begins.",
      ["wanted_until": "Made later with each attempt; then chunks begin again."]),
    TableComment(
      "invoice_run_progress", "What was reported of a Running run.",
      ["chunks_done": "How many were, at reported_at."]),
    TableComment(
      "invoice_run_total", "What the invoices of a chunk, or of a run that has ended, come to.",
      ["chunk_no": "0: of the whole run."]),
    TableComment(
      "invoice_run_skipped", "What a chunk, or a run that has ended, passed over.",
      ["chunk_no": "0: of the whole run.", "skip_count": "How often."]),
    TableComment(
      "invoice_run_error", "Why something of a run was not done.",
      [
        "position": "From 1, in the chunk's order.",
        "billing_schedule_ids": "JSON: the schedules concerned.",
      ]),
    TableComment(
      "invoice_run_failed_schedule", "Schedules that a run has put in Error."),
    TableComment(
      "invoice_run_sample", "Invoices that a preview shows.",
      ["invoice": "JSON, by the columns of the invoice's tables."]),
  ]
}
