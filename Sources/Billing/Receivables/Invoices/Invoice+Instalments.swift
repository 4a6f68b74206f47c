package import CivilTime
package import Monetary

/// What is due when, and how much of it is still open: computed, never stored (<doc:Lifecycle#Instalments>).
extension Invoice {
  /// An instalment with what is open of it.
  package struct OpenInstalment: Hashable, Sendable {
    package let dueDate: CivilDate
    package let amount: Money
    package let openAmount: Money
  }

  /// In order of due date; at least one.
  package var openInstalments: [OpenInstalment] {
    Self.openInstalments(
      of: instalments.isEmpty ? [Instalment(dueDate: dueDate, amount: receivable)] : instalments,
      receivable: receivable, balance: balance)
  }

  /// What is open of the parts of a receivable: what is settled fills them oldest first; what the balance exceeds the
  /// receivable by stands on the last.
  package static func openInstalments(
    of parts: [Instalment], receivable: Money, balance: Money
  ) -> [OpenInstalment] {
    let owed = max(receivable.minorUnits, 0)
    var settled = max(owed - balance.minorUnits, 0)
    let excess = max(balance.minorUnits - owed, 0)
    var instalments: [OpenInstalment] = []
    for (index, part) in parts.enumerated() {
      let amount = max(part.amount.minorUnits, 0)
      let filled = min(amount, settled)
      settled -= filled
      let open = amount - filled + (index == parts.count - 1 ? excess : 0)
      instalments.append(
        OpenInstalment(
          dueDate: part.dueDate, amount: part.amount,
          // Never more than the balance, which is within its bound.
          openAmount: (try? Money(minorUnits: open, currency: receivable.currency))
            ?? .zero(receivable.currency)))
    }
    return instalments
  }

  /// The first due date with an open amount above 0, of a posted invoice; nil where nothing is due.
  package var nextDueDate: CivilDate? {
    guard status == .posted, !balance.isNegative, !balance.isZero else { return nil }
    if instalments.isEmpty { return dueDate }
    return openInstalments.first { !$0.openAmount.isZero && !$0.openAmount.isNegative }?.dueDate
  }

  /// The first open due date whose passing was not announced yet.
  package var nextOverdueDate: CivilDate? {
    guard nextDueDate != nil else { return nil }
    let told = overdueReportedThrough ?? .earliest
    if instalments.isEmpty { return told < dueDate ? dueDate : nil }
    return openInstalments.first { !$0.openAmount.isZero && told < $0.dueDate }?.dueDate
  }
}
