package import CivilTime
package import Monetary

/// What is overdue, and what of it was reported (<doc:Lifecycle#Due-by-the-clock>): from the day after the due date on, each
/// instalment once. A due date that is put off is reported again.
///
/// ``Invoice/overdueReportedThrough`` says through which due date everything was looked at: what was open then was reported, what
/// was settled was not. An instalment before it that opens again sets it back (``withReopenedInstalments(since:)``); which
/// of those then looked at once more were reported before is in the invoice's timeline (``InvoiceEvent/reportedDueDate``).
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

  /// What is overdue on a day and was not reported yet, in order of due date.
  ///
  /// `reported` says how many instalments of a due date were reported before. Of several with one due date those are the last
  /// ones: what is settled fills the first before the others, so that these were open as well.
  package func unreportedOverdue(
    on today: CivilDate, reported: [CivilDate: Int] = [:]
  ) -> [OverdueInstalment] {
    guard nextOverdueDate != nil else { return [] }
    let told = overdueReportedThrough ?? .earliest
    var known = reported
    var overdue: [OverdueInstalment] = []
    for (index, instalment) in openInstalments.enumerated().reversed()
    where told < instalment.dueDate && instalment.dueDate < today && !instalment.openAmount.isZero {
      if let left = known[instalment.dueDate], left > 0 {
        known[instalment.dueDate] = left - 1
        continue
      }
      overdue.append(
        OverdueInstalment(
          index: index, dueDate: instalment.dueDate, openAmount: instalment.openAmount,
          days: Int(today.daysSince1970 - instalment.dueDate.daysSince1970)))
    }
    return overdue.reversed()
  }

  /// The invoice once everything overdue on a day was reported. Its version stays: time changes nothing of it.
  package func reportingOverdue(on today: CivilDate) -> Invoice {
    guard let last = unreportedOverdue(on: today).last else { return self }
    var invoice = self
    invoice.overdueReportedThrough = last.dueDate
    return invoice
  }

  /// The invoice whose instalments that are open again, and were settled when their due dates were looked at, are looked at
  /// once more. Where there is one only, it was reported if its date was looked at.
  func withReopenedInstalments(since before: Invoice) -> Invoice {
    guard instalments.count > 1, let told = overdueReportedThrough,
      balance.minorUnits > before.balance.minorUnits
    else { return self }
    let settled = before.openInstalments.map(\.openAmount.isZero)
    for (index, instalment) in openInstalments.enumerated() {
      guard instalment.dueDate <= told else { return self }
      guard settled[index], !instalment.openAmount.isZero else { continue }
      var invoice = self
      invoice.overdueReportedThrough = instalment.dueDate.adding(days: -1)
      return invoice
    }
    return self
  }
}

extension InvoiceEvent {
  /// The row of an instalment that is reported overdue.
  package static func overdue(
    _ instalment: Invoice.OverdueInstalment, of invoice: Invoice.ID, at instant: UTCInstant
  ) -> InvoiceEvent {
    let open = instalment.openAmount
    return InvoiceEvent(
      invoiceId: invoice, at: instant, kind: .overdue,
      detail: "\(open.decimalText) \(open.currency.code) of \(instalment.dueDate)")
  }

  /// The due date that a row of kind Overdue reported; nil for others.
  package var reportedDueDate: CivilDate? {
    guard kind == .overdue, let detail else { return nil }
    return CivilDate(iso8601: detail.suffix(10))
  }
}
