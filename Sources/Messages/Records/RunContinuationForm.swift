import Billing
import JSON

/// What begins when a run has ended.
struct RunContinuationForm: ObjectForm {
  func read(_ fields: inout ObjectReader) -> RunContinuation? {
    let posts = fields.optional(
      "post", .flag, "Whether the drafts that it made are posted, by a run of their own.")
    let emails = fields.optional(
      "email", .flag, "Whether its invoices are sent by e-mail once they are posted.")
    let tasks = fields.optional(
      "tasks",
      PostInvoicingTask.listForm(mayBeEmpty: true),
      "What others are to do with its invoices once they are posted.")
    return RunContinuation(posts: posts ?? false, emails: emails ?? false, tasks: tasks ?? [])
  }

  /// Records what does not go with how far the invoices are taken: `fields` are those of the object that has both.
  static func refuse(
    _ continuation: RunContinuation, after action: InvoiceAction?, in fields: ObjectReader
  ) {
    fields.faults.pointer.append(member: "then")
    defer { fields.faults.pointer.removeLast() }
    if continuation.posts, action == .posted {
      fields.refuse("post", "goes with action Draft; what is Posted needs no posting")
    }
    guard !continuation.posts, action == .draft else { return }
    let rule = "goes with action Posted or with post true; drafts are not final"
    if !continuation.tasks.isEmpty { fields.refuse("tasks", rule) }
    if continuation.emails { fields.refuse("email", rule) }
  }
}
