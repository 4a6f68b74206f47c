package import CivilTime
package import Monetary

/// A part of what is payable, with its own due date. How much of it is open is computed when it is read
/// (``Invoice/openInstalments``).
package struct Instalment: Hashable, Sendable {
  package let dueDate: CivilDate
  package let amount: Money

  package init(dueDate: CivilDate, amount: Money) {
    self.dueDate = dueDate
    self.amount = amount
  }
}
