import Billing
import JSON

/// What begins when a run has ended. Of `email` only the value that asks for nothing is accepted.
struct RunContinuationForm: ObjectForm {
  func read(_ fields: inout ObjectReader) -> RunContinuation? {
    let posts = fields.optional(
      "post", .flag, "Whether the drafts that it made are posted, by a run of their own.")
    let emails = fields.optional(
      "email", .flag, "Only false: runs of this version send no e-mails.")
    let tasks = fields.optional(
      "tasks",
      PostInvoicingTask.listForm(mayBeEmpty: true),
      "What others are to do with its invoices once they are posted.")
    if emails == true {
      fields.refuse("email", "must be false; runs of this version send no e-mails")
    }
    return RunContinuation(posts: posts ?? false, tasks: tasks ?? [])
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
