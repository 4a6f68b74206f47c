import CivilTime

/// The lines of a request, counted before any line is made.
extension LineLimit {
  /// What is over its limit.
  struct Excess: Equatable {
    let scope: Scope
    let count: Int

    enum Scope: Equatable {
      case invoice(groupingKey: String)
      case request
    }
  }

  /// The first limit that the groups exceed with the lines due by a day; nil when they fit.
  static func excess(of groups: [InvoiceGroup], dueBy day: CivilDate) -> Excess? {
    var total = 0
    for group in groups {
      let count = group.members.reduce(0) { $0 + $1.due.count(dueBy: day) }
      guard count <= perInvoice else {
        return Excess(scope: .invoice(groupingKey: group.text), count: count)
      }
      total += count
    }
    return total > perRequest ? Excess(scope: .request, count: total) : nil
  }

  /// The last day before `day` by which the lines due fit and there are any; nil when even the
  /// first day's lines do not fit. Counts grow with the day, so the day is found by halving.
  static func lastFittingDay(for groups: [InvoiceGroup], before day: CivilDate) -> CivilDate? {
    let firstDays = groups.flatMap { $0.members.compactMap(\.due.progress.nextBillingDate) }
    guard let first = firstDays.min(), first < day, excess(of: groups, dueBy: first) == nil else {
      return nil
    }
    var fits = first
    var exceeds = day
    while fits.days(until: exceeds) > 1 {
      let middle = fits.adding(days: fits.days(until: exceeds) / 2)
      if excess(of: groups, dueBy: middle) == nil { fits = middle } else { exceeds = middle }
    }
    return fits
  }
}
