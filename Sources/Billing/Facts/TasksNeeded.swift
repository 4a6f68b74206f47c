/// What of the tasks and payment methods a request looks up.
package struct TasksNeeded: Hashable, Sendable {
  /// Tasks by identifier, the accounts of their invoices locked.
  package var ids: Set<InvoiceTask.ID> = []
  /// Stored invoices of which the latest task of each kind is needed, and the latest that has not failed.
  package var ofInvoices: Set<Invoice.ID> = []
  /// Stored invoices that are charged: their own payment method, and the default of their account.
  package var charged: Set<Invoice.ID> = []
  /// Accounts of which the default payment method is needed.
  package var defaultsOfAccounts: Set<Account.ID> = []
  /// Payment methods by identifier, and whether any is stored.
  package var paymentMethodsNamed: Set<SavedPaymentMethod.ID> = []

  package init() {}

  package mutating func formUnion(_ other: TasksNeeded) {
    ids.formUnion(other.ids)
    ofInvoices.formUnion(other.ofInvoices)
    charged.formUnion(other.charged)
    defaultsOfAccounts.formUnion(other.defaultsOfAccounts)
    paymentMethodsNamed.formUnion(other.paymentMethodsNamed)
  }
}

/// The tasks as far as they are loaded, and what the requests planned so far have done to them.
package struct TaskTables: Sendable {
  package private(set) var tasks: [InvoiceTask.ID: InvoiceTask] = [:]
  /// Of each invoice and kind, in the order in which they were requested: the latest of each status at least.
  private var history: [Invoice.ID: [InvoiceTask.Kind: [InvoiceTask.ID]]] = [:]

  package init() {}

  /// Adds a task that is looked up by its identifier.
  package mutating func insert(_ task: InvoiceTask) { tasks[task.id] = task }

  /// Adds a task that was requested after those of its invoice and kind that were added before.
  package mutating func insertAsLatest(_ task: InvoiceTask) {
    insert(task)
    history[task.invoiceId, default: [:]][task.kind, default: []].append(task.id)
  }

  /// The task of a kind that was requested last for an invoice.
  package func latest(_ kind: InvoiceTask.Kind, of invoice: Invoice.ID) -> InvoiceTask? {
    history[invoice]?[kind]?.last.flatMap { tasks[$0] }
  }

  /// Among those that are under way or done the one that was requested last: a later one that failed undoes none of them.
  package func latestNotFailed(
    _ kind: InvoiceTask.Kind, of invoice: Invoice.ID
  ) -> InvoiceTask? {
    history[invoice]?[kind]?.reversed().lazy.compactMap { tasks[$0] }
      .first { $0.status != .failed }
  }

  mutating func apply(_ effects: TaskEffects) {
    for task in effects.requested { insertAsLatest(task) }
    for task in effects.reported { insert(task) }
  }
}
