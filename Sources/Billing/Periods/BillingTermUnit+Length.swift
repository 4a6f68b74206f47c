extension BillingTermUnit {
  enum Length: Hashable, Sendable {
    case days(Int)
    case months(Int)
  }

  /// The calendar length of one unit; nil for OneTime, which does not repeat.
  var length: Length? {
    switch self {
    case .day: .days(1)
    case .week: .days(7)
    case .month: .months(1)
    case .quarter: .months(3)
    case .semiAnnual: .months(6)
    case .year: .months(12)
    case .oneTime: nil
    }
  }
}
