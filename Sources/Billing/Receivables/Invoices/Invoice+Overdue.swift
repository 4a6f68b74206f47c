package import CivilTime
package import Monetary

/// What is overdue, and what of it was announced (<doc:Lifecycle#Due-by-the-clock>): from the day after the due date on, once
/// for each due date. A due date that is put off is announced again.
extension Invoice {
  /// A due date that has passed with an amount still open.
  package struct OverdueInstalment: Hashable, Sendable {
    /// Its place among ``Invoice/openInstalments``.
    package let index: Int
    package let dueDate: CivilDate
    package let openAmount: Money
    /// Since the due date; at least 1.
    package let days: Int
  }

  /// What is overdue on a day and was not announced yet, in order of due date.
  package func untoldOverdue(on today: CivilDate) -> [OverdueInstalment] {
    guard nextOverdueDate != nil else { return [] }
    let told = overdueToldThrough ?? .earliest
    var overdue: [OverdueInstalment] = []
    for (index, instalment) in openInstalments.enumerated()
    where told < instalment.dueDate && instalment.dueDate < today && !instalment.openAmount.isZero {
      overdue.append(
        OverdueInstalment(
          index: index, dueDate: instalment.dueDate, openAmount: instalment.openAmount,
          days: Int(today.daysSince1970 - instalment.dueDate.daysSince1970)))
    }
    return overdue
  }

  /// The invoice once everything overdue on a day was announced. Its version stays: time changes nothing of it.
  package func tellingOverdue(on today: CivilDate) -> Invoice {
    guard let last = untoldOverdue(on: today).last else { return self }
    var invoice = self
    invoice.overdueToldThrough = last.dueDate
    return invoice
  }
}
