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

  /// In order of due date; at least one. What is settled fills them oldest first; what the balance exceeds the receivable by
  /// stands on the last.
  package var openInstalments: [OpenInstalment] {
    let parts =
      instalments.isEmpty ? [Instalment(dueDate: dueDate, amount: receivable)] : instalments
    var settled = max(receivable.minorUnits - balance.minorUnits, 0)
    let excess = max(balance.minorUnits - max(receivable.minorUnits, 0), 0)
    if receivable.minorUnits <= 0 { settled = 0 }
    return parts.enumerated().map { index, part in
      let amount = part.amount.minorUnits
      let filled = max(min(amount, settled), 0)
      settled -= filled
      var open = max(amount, 0) - filled
      if index == parts.count - 1 { open += excess }
      return OpenInstalment(
        dueDate: part.dueDate, amount: part.amount,
        openAmount: (try? Money(minorUnits: open, currency: currency)) ?? .zero(currency))
    }
  }

  /// The first due date with an open amount above 0, of a posted invoice; nil where nothing is due.
  package var nextDueDate: CivilDate? {
    guard status == .posted, !balance.isNegative, !balance.isZero else { return nil }
    if instalments.isEmpty { return dueDate }
    return openInstalments.first { !$0.openAmount.isZero && !$0.openAmount.isNegative }?.dueDate
  }

  /// The first open due date for which nobody was told yet that it has passed.
  package var nextOverdueDate: CivilDate? {
    guard nextDueDate != nil else { return nil }
    let told = overdueToldThrough ?? .earliest
    return openInstalments.first { !$0.openAmount.isZero && told < $0.dueDate }?.dueDate
  }
}
