/// What a decision changes of tasks.
package struct TaskEffects: Hashable, Sendable {
  /// In the order in which they are requested.
  package var requested: [InvoiceTask] = []
  /// Stored tasks that somebody has reported on.
  package var reported: [InvoiceTask] = []
  /// The stored invoices that tasks are requested for, whole, for the events; those that the same decision makes are among
  /// these (``InvoiceEffects/made``).
  package var invoices: [Invoice.ID: Invoice] = [:]
  /// What Charges are to be paid by, for the events.
  package var paymentMethods: [SavedPaymentMethod.ID: SavedPaymentMethod] = [:]

  package init() {}

  package var isEmpty: Bool { requested.isEmpty && reported.isEmpty }
}
