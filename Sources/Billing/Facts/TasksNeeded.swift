/// What of the tasks and payment methods a request looks up.
package struct TasksNeeded: Hashable, Sendable {
  /// Tasks by identifier, the accounts of their invoices locked.
  package var ids: Set<InvoiceTask.ID> = []
  /// Stored invoices of which the latest task of each kind is needed.
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
  private var latest: [Invoice.ID: [InvoiceTask.Kind: InvoiceTask.ID]] = [:]

  package init() {}

  /// Adds a task. Of one invoice and kind the one that was requested last is added last.
  package mutating func insert(_ task: InvoiceTask) {
    if tasks.updateValue(task, forKey: task.id) == nil {
      latest[task.invoiceId, default: [:]][task.kind] = task.id
    }
  }

  /// The task of a kind that was requested last for an invoice.
  package func latest(_ kind: InvoiceTask.Kind, of invoice: Invoice.ID) -> InvoiceTask? {
    latest[invoice]?[kind].flatMap { tasks[$0] }
  }

  mutating func apply(_ effects: TaskEffects) {
    for task in effects.requested + effects.reported { insert(task) }
  }
}
