import Billing
import JSON

/// What begins when a run has ended. Of `email` and `tasks` only the values that ask for nothing are accepted.
struct RunContinuationForm: ObjectForm {
  func read(_ fields: inout ObjectReader) -> RunContinuation? {
    let posts = fields.optional(
      "post", .flag, "Whether the drafts that it made are posted, by a run of their own.")
    let emails = fields.optional(
      "email", .flag, "Only false: this version sends no e-mail.")
    let tasks = fields.optional(
      "tasks",
      ListForm(
        element: ChoiceForm<PostInvoicingTask>(), limit: PostInvoicingTask.allCases.count,
        things: "tasks", mayBeEmpty: true),
      "Only the empty list: runs of this version request no tasks.")
    if emails == true { fields.refuse("email", "must be false; this version sends no e-mail") }
    if let tasks, !tasks.isEmpty {
      fields.refuse("tasks", "must be empty; runs of this version request no tasks")
    }
    return RunContinuation(posts: posts ?? false)
  }

  /// Records what does not go with how far the invoices are taken: `fields` are those of the object that has both.
  static func refuse(
    _ continuation: RunContinuation, after action: InvoiceAction?, in fields: ObjectReader
  ) {
    guard continuation.posts, action == .posted else { return }
    fields.faults.pointer.append(member: "then")
    fields.refuse("post", "goes with action Draft; what is Posted needs no posting")
    fields.faults.pointer.removeLast()
  }
}
