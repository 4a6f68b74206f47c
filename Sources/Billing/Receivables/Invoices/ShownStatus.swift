package import CivilTime
package import Monetary

/// Where an invoice stands, as people see it: computed when it is read and never stored, so that no job has to run for it
/// to be right (<doc:Lifecycle#Shown-status>).
package enum ShownStatus: String, Hashable, Sendable, CaseIterable {
  case canceled = "Canceled"
  case voided = "Voided"
  case draft = "Draft"
  case writtenOff = "WrittenOff"
  case paid = "Paid"
  case overdue = "Overdue"
  case partiallyPaid = "PartiallyPaid"
  case posted = "Posted"
}

extension Invoice {
  /// The first that holds, on this day.
  package func shownStatus(on today: CivilDate) -> ShownStatus {
    standing.shownStatus(on: today)
  }

  package var standing: InvoiceStanding {
    InvoiceStanding(
      status: status, balance: balance, settlementStatus: settlementStatus,
      isWrittenOffOnly: settled.isWrittenOffOnly, nextDueDate: nextDueDate)
  }
}

/// What decides how an invoice is shown.
package struct InvoiceStanding: Hashable, Sendable {
  package let status: InvoiceStatus
  package let balance: Money
  package let settlementStatus: Invoice.SettlementStatus
  /// ``SettledAmounts/isWrittenOffOnly``.
  package let isWrittenOffOnly: Bool
  /// ``Invoice/nextDueDate``.
  package let nextDueDate: CivilDate?

  package init(
    status: InvoiceStatus, balance: Money, settlementStatus: Invoice.SettlementStatus,
    isWrittenOffOnly: Bool = false, nextDueDate: CivilDate?
  ) {
    self.status = status
    self.balance = balance
    self.settlementStatus = settlementStatus
    self.isWrittenOffOnly = isWrittenOffOnly
    self.nextDueDate = nextDueDate
  }

  /// The first that holds, on this day. What the customer has to his credit has no due date, and is never overdue.
  package func shownStatus(on today: CivilDate) -> ShownStatus {
    switch status {
    case .canceled: return .canceled
    case .voided: return .voided
    case .draft: return .draft
    case .posted: break
    }
    if balance.isZero { return isWrittenOffOnly ? .writtenOff : .paid }
    if let nextDueDate, nextDueDate < today { return .overdue }
    return settlementStatus == .partiallySettled ? .partiallyPaid : .posted
  }
}
