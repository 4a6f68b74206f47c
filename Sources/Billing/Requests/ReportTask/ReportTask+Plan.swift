extension ReportTask {
  package var factsNeeded: FactsNeeded {
    var needed = FactsNeeded()
    needed.tasks.ids = [taskId]
    return needed
  }

  /// Once: the same report again changes nothing.
  package func plan(on facts: WorkingSet, in context: PlanningContext) -> Decision {
    guard var task = facts.tasks.tasks[taskId] else {
      return refused(
        .taskNotFound,
        "Task \(taskId) does not exist. Correct the identifier: it is the taskId of the event that asked for "
          + "the task.", nil)
    }
    if task.status == .requested {
      task.status = status.ofTask
      task.message = message
      return reported(task) { $0.reported = [task] }
    }
    guard task.status == status.ofTask, task.message == message else {
      return refused(
        .taskAlreadyReported,
        "Task \(taskId) was reported \(task.status.rawValue) before"
          + (task.message.map { ": \($0)" } ?? "")
          + ". The first report stands; request the task again to have it done once more.", task)
    }
    return reported(task) { _ in }
  }

  private func reported(
    _ task: InvoiceTask, _ note: (inout TaskEffects) -> Void
  ) -> Decision {
    var decision = Decision(outcome: .succeeded)
    decision.answer.tasks = [task]
    note(&decision.effects.tasks)
    return decision
  }

  private func refused(_ code: ErrorCode, _ message: String, _ task: InvoiceTask?) -> Decision {
    let record = RecordReference(.task, taskId)
    return Decision(
      outcome: .failed,
      errors: [Fault(code: code, message: message, pointer: "/taskId", source: record)],
      errorLogs: [
        ErrorLogEntry(
          category: .invoiceTask, code: code, message: message, primaryRecord: record,
          relatedRecord: task.map { RecordReference(.invoice, $0.invoiceId) })
      ])
  }
}
