/// Stored invoices that a request changes: whole, their accounts locked.
package struct InvoicesNeeded: Hashable, Sendable {
  package var ids: Set<Invoice.ID> = []
  /// Those that may be taken back: also what they bill, and which invoices bill later periods of the same schedules.
  package var takenBack: Set<Invoice.ID> = []

  package init() {}

  package var all: Set<Invoice.ID> { ids.union(takenBack) }

  package mutating func formUnion(_ other: InvoicesNeeded) {
    ids.formUnion(other.ids)
    takenBack.formUnion(other.takenBack)
  }
}
