import CivilTime
import Monetary

/// The tasks that a request asks for, one by one: when one may be requested, and what it then is (<doc:InvoiceTasks>). The one
/// place for tasks by hand, of a run and of a contract.
struct TasksInProgress {
  let facts: WorkingSet
  let context: PlanningContext
  private(set) var effects = TaskEffects()

  init(facts: WorkingSet, context: PlanningContext) {
    self.facts = facts
    self.context = context
  }

  /// Requests a task for a posted invoice.
  ///
  /// - Parameters:
  ///   - kind: the task.
  ///   - invoice: whose state the caller has looked at.
  ///   - again: also where the same task is under way or done.
  /// - Throws: `TASK_ALREADY_REQUESTED`; of a Charge `NOTHING_TO_CHARGE` and `PAYMENT_METHOD_MISSING`. Nothing is requested
  ///   then.
  mutating func request(
    _ kind: InvoiceTask.Kind, of invoice: Invoice, again: Bool = false
  ) throws(ItemRefusal) {
    if !again, let live = facts.tasks.latestNotFailed(kind, of: invoice.id) {
      throw ItemRefusal(
        .taskAlreadyRequested,
        "\(kind.rawValue) of invoice \(InvoiceName.of(invoice.id, number: invoice.number)) is "
          + "\(live.status.rawValue) already: task \(live.id). Send again: true to request it once "
          + "more.", source: RecordReference(.task, live.id))
    }
    let request = context.request
    var task = InvoiceTask(
      id: RecordID(
        context.deriveIdentifier([
          request.source, request.identifier, "task", invoice.id.text, kind.rawValue,
        ])),
      invoiceId: invoice.id, kind: kind,
      retryOf: facts.tasks.latest(kind, of: invoice.id)?.id, requestedAt: context.now,
      request: request)
    if kind == .charge { try charge(invoice, by: &task) }
    effects.requested.append(task)
  }

  /// Notes a stored invoice whose tasks the events tell of.
  mutating func note(_ invoice: Invoice) { effects.invoices[invoice.id] = invoice }

  private mutating func charge(
    _ invoice: Invoice, by task: inout InvoiceTask
  ) throws(ItemRefusal) {
    guard invoice.balance.isPositive else {
      throw ItemRefusal(
        .nothingToCharge,
        "The balance of invoice \(InvoiceName.of(invoice.id, number: invoice.number)) is "
          + "\(invoice.balance): there is nothing to charge.")
    }
    let day = context.now.date
    guard let method = facts.paymentMethod(chargedFor: invoice, on: day) else {
      throw .paymentMethodMissing(invoice, on: facts)
    }
    task.amount = invoice.balance
    task.savedPaymentMethodId = method.id
    effects.paymentMethods[method.id] = method
  }
}

extension ItemRefusal {
  /// An invoice that nothing can be charged for.
  fileprivate static func paymentMethodMissing(
    _ invoice: Invoice, on facts: WorkingSet
  ) -> ItemRefusal {
    var found = ""
    if let id = invoice.savedPaymentMethodId {
      switch facts.paymentMethods[SavedPaymentMethod.ID(id)] {
      case nil: found = "payment method \(id) is not stored, and "
      case let method? where !method.isActive: found = "payment method \(id) is not active, and "
      case let method?:
        found = method.expiresOn.map { "payment method \(id) expired in \($0), and " } ?? ""
      }
    }
    return ItemRefusal(
      .paymentMethodMissing,
      "Invoice \(InvoiceName.of(invoice.id, number: invoice.number)) cannot be charged: \(found)account "
        + "\(invoice.accountId) has no default payment method that can be used today. Send one with "
        + "records.upsert.v1 (SavedPaymentMethod), then request the Charge.",
      source: RecordReference(.account, invoice.accountId))
  }
}
