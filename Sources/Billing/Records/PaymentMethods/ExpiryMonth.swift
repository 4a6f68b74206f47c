package import CivilTime

/// The last month in which a payment method can be used, through its last day.
package struct ExpiryMonth: Hashable, Sendable {
  /// The first day of the month.
  package let firstDay: CivilDate

  /// nil for what is no month of the calendar.
  package init?(year: Int, month: Int) {
    guard let day = CivilDate(year: year, month: month, day: 1) else { return nil }
    firstDay = day
  }

  /// Of `2027-04`; nil for any other text.
  package init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].utf8.count == 4, parts[1].utf8.count == 2,
      parts.allSatisfy({
        $0.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      }),
      let year = Int(parts[0]), let month = Int(parts[1])
    else { return nil }
    self.init(year: year, month: month)
  }

  package func isOver(on day: CivilDate) -> Bool {
    (firstDay.year, firstDay.month) < (day.year, day.month)
  }
}

extension ExpiryMonth: CustomStringConvertible {
  package var description: String { String(firstDay.description.prefix(7)) }
}
