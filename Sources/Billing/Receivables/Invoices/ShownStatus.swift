package import CivilTime
import Monetary

/// Where an invoice stands, as people see it: computed when it is read and never stored, so that no job has to run for it
/// to be right (<doc:Lifecycle#Shown-status>).
package enum ShownStatus: String, Hashable, Sendable, CaseIterable {
  case canceled = "Canceled"
  case draft = "Draft"
  case paid = "Paid"
  case overdue = "Overdue"
  case posted = "Posted"
}

extension Invoice {
  /// The first that holds, on this day. A balance that the customer has to his credit is never overdue.
  package func shownStatus(on today: CivilDate) -> ShownStatus {
    if status == .canceled { return .canceled }
    if status == .draft { return .draft }
    if balance.isZero { return .paid }
    return dueDate < today && !balance.isNegative ? .overdue : .posted
  }
}
