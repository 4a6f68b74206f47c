package import CivilTime

/// How long an open amount has been due on a day (<doc:Lifecycle#Aging>). What is due on the day itself is not overdue.
package enum AgingBucket: Int, Hashable, Sendable, CaseIterable {
  case notDue
  case days1to30
  case days31to60
  case days61to90
  case over90

  package init(dueDate: CivilDate, asOf day: CivilDate) {
    self =
      switch dueDate.days(until: day) {
      case ...0: .notDue
      case ...30: .days1to30
      case ...60: .days31to60
      case ...90: .days61to90
      default: .over90
      }
  }

  /// As the report's columns and its JSON name it.
  package var name: String {
    switch self {
    case .notDue: "notDue"
    case .days1to30: "days1to30"
    case .days31to60: "days31to60"
    case .days61to90: "days61to90"
    case .over90: "over90"
    }
  }
}
