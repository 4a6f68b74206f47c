import CivilTime
import Monetary

extension Settling {
  /// Frees so much of what a source has applied, the latest recorded first. Of the last one that is needed only in part, the
  /// rest is applied again from the same day on. What is freed is effective on the day given, no later than today, and not
  /// before the application's own.
  ///
  /// `amount` is at most what stands (``standingAmount(of:on:)``).
  ///
  /// - Throws: ``MonetaryError`` when a sum is beyond its bound. Something may have moved then: the caller drops this value.
  mutating func free(
    _ amount: Money, of source: Source, on invoice: Invoice.ID? = nil, effectiveDate: CivilDate
  ) throws(MonetaryError) {
    let date = min(effectiveDate, today(of: source.accountId))
    var left = amount
    for application in standing(of: source.id).reversed() {
      guard left.isPositive else { return }
      guard invoice == nil || application.invoiceId == invoice else { continue }
      try takeBack(application, effectiveDate: date)
      let rest = try application.amount.subtracting(application.amount.atMost(left))
      if rest.isPositive {
        try apply(
          rest, from: source.id, to: application.invoiceId,
          effectiveDate: max(date, application.effectiveDate))
      }
      left = try left.subtracting(application.amount.atMost(left))
    }
  }
}
