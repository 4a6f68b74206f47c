/// Asks others to do something with posted invoices: to charge, synchronize or send them (<doc:InvoiceTasks>).
package struct RunTasks: Request {
  /// Invoices that one request may name.
  package static let namedInvoices = 200

  package let scope: Scope
  /// At least one, each once, in the request's order.
  package let kinds: [InvoiceTask.Kind]
  /// Whether a task that is under way or done is requested once more.
  package let again: Bool

  package init(scope: Scope, kinds: [InvoiceTask.Kind], again: Bool = false) {
    self.scope = scope
    self.kinds = kinds
    self.again = again
  }

  package enum Scope: Hashable, Sendable {
    /// In the request's order, each once.
    case invoices([Invoice.ID])
    /// The invoices of a run that has ended: a run of its own goes over them.
    case run(InvoiceRun.ID)
  }

  /// An invoice may be posted or paid by a request of the same batch.
  package var phase: PlanningPhase {
    switch scope {
    case .invoices: .settling
    case .run: .runs
    }
  }
}
