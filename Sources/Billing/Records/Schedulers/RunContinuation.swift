/// What begins when a run has ended.
package struct RunContinuation: Hashable, Sendable {
  /// A Post run over the drafts that it made.
  package var posts: Bool

  /// An Email run over the invoices that are posted then.
  package var emails: Bool
  /// A Tasks run over them; each once, in the order in which the tasks are requested. Empty for none.
  package var tasks: [PostInvoicingTask]

  package init(posts: Bool = false, emails: Bool = false, tasks: [PostInvoicingTask] = []) {
    self.posts = posts
    self.emails = emails
    self.tasks = tasks
  }

  package var isEmpty: Bool { !posts && !emails && tasks.isEmpty }
}
