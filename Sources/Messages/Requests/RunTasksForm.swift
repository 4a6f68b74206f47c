import Billing

/// `invoice.run-tasks.v1`.
struct RunTasksForm: RequestForm {
  func read(_ fields: inout ObjectReader) -> RunTasks? {
    let isOne = fields.exclusive(["invoiceIds", "invoiceRunId"])
    let ids = fields.optional(
      "invoiceIds", InvoiceIdentifiers.form(limit: RunTasks.namedInvoices),
      "The posted invoices; each of their tasks is requested or refused by itself.")
    let runId = fields.optional(
      "invoiceRunId", IdentifierForm<InvoiceRun>(),
      "The run whose invoices are meant; it must have ended.")
    let kinds = fields.required(
      "tasks", PostInvoicingTask.listForm(mayBeEmpty: false), "What others are to do with them.")
    let again = fields.optional(
      "again", .flag, "Whether tasks that are under way or done are requested once more.")
    guard isOne, let kinds else { return nil }
    let scope = ids.map(RunTasks.Scope.invoices) ?? runId.map(RunTasks.Scope.run)
    return scope.map { RunTasks(scope: $0, kinds: kinds, again: again ?? false) }
  }
}

/// `invoice.report-task.v1`.
struct ReportTaskForm: RequestForm {
  func read(_ fields: inout ObjectReader) -> ReportTask? {
    let id = fields.required(
      "taskId", IdentifierForm<InvoiceTask>(), "The task, as the event names it that asked for it.")
    let status = fields.required(
      "status", ChoiceForm<ReportTask.Status>(), "What became of it.")
    let message = fields.optional(
      "message", .text(maximum: 1_000), "Why it failed, or what else there is to say.")
    guard let id, let status else { return nil }
    return ReportTask(taskId: id, status: status, message: message)
  }
}

extension PostInvoicingTask {
  /// Tasks, each once.
  static func listForm(
    mayBeEmpty: Bool
  ) -> DistinctListForm<ChoiceForm<PostInvoicingTask>, PostInvoicingTask> {
    DistinctListForm(
      list: ListForm(
        element: ChoiceForm<PostInvoicingTask>(), limit: allCases.count, things: "tasks",
        mayBeEmpty: mayBeEmpty),
      keyName: "", key: { $0 }, thing: { _ in "task" })
  }
}
