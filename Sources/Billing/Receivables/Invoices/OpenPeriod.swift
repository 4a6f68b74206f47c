package import CivilTime

/// A period of which an ingested line names one end: it is open on the other side.
package enum OpenPeriod: Hashable, Sendable {
  /// From this day on.
  case from(CivilDate)
  /// Up to this day, inclusive.
  case through(CivilDate)
}

extension InvoiceLine {
  /// The first day that the line is for, if it names one.
  package var startDate: CivilDate? {
    if case .from(let day)? = openPeriod { return day }
    return period?.from
  }

  /// The last day that the line is for, inclusive, if it names one.
  package var endDate: CivilDate? {
    if case .through(let day)? = openPeriod { return day }
    return period?.lastDay
  }
}
