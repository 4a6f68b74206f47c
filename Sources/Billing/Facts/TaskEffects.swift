/// What a decision changes of tasks.
package struct TaskEffects: Hashable, Sendable {
  package var requested: [InvoiceTask] = []
  /// Stored tasks that somebody has reported on.
  package var reported: [InvoiceTask] = []

  package init() {}

  package var isEmpty: Bool { requested.isEmpty && reported.isEmpty }
}
