/// What became of a task, as whoever does it says (<doc:InvoiceTasks#Reports>).
package struct ReportTask: Request {
  package let taskId: InvoiceTask.ID
  package let status: Status
  /// Why it failed, or what else there is to say.
  package let message: String?

  package init(taskId: InvoiceTask.ID, status: Status, message: String? = nil) {
    self.taskId = taskId
    self.status = status
    self.message = message
  }

  package enum Status: String, Hashable, Sendable, CaseIterable {
    case succeeded = "Succeeded"
    case failed = "Failed"

    var ofTask: InvoiceTask.Status { self == .succeeded ? .succeeded : .failed }
  }

  /// The task may be requested, or reported, by a request of the same batch.
  package var phase: PlanningPhase { .settling }
}
