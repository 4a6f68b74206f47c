import CivilTime
import Monetary

/// Money that leaves a source again: refunds and reversals (<doc:Lifecycle#Refund>).
extension Settling {
  /// The day of a refund or a reversal: from the day on which the source counts, up to tomorrow.
  func checkBookDate(
    _ date: CivilDate, named name: String, of source: Source
  ) throws(SettlementRefusal) {
    let today = today(of: source.accountId)
    guard source.bookDate <= date else {
      throw SettlementRefusal(
        .effectiveDateInvalid,
        "The \(name) \(date) lies before \(source.bookDate), from which "
          + "\(source.name.loweringFirst) counts. Correct the day.", at: "/\(name)",
        source: source.record)
    }
    guard date <= today.adding(days: 1) else {
      throw SettlementRefusal(
        .effectiveDateInvalid,
        "The \(name) \(date) lies in the future; today is \(today). Correct the day.",
        at: "/\(name)", source: source.record)
    }
  }

  /// Records a refund of what its source has left; that it is enough was asked before.
  mutating func refund(_ refund: Refund) throws(SettlementRefusal) {
    do throws(MonetaryError) {
      switch refund.source {
      case .payment(let id):
        guard var payment = payment(id) else { return }
        payment.refunded = try payment.refunded.adding(refund.amount)
        update(payment)
      case .creditMemo(let id):
        guard var memo = memo(id) else { return }
        memo.refunded = try memo.refunded.adding(refund.amount)
        update(memo)
      }
    } catch {
      throw .overflow(refund.source.record)
    }
    record(refund)
  }

  /// Records a reversal of what its payment has left; that it is enough was asked before.
  mutating func reverse(_ reversal: Reversal) throws(MonetaryError) {
    guard var payment = payment(reversal.paymentId) else { return }
    payment.reversed = try payment.reversed.adding(reversal.amount)
    update(payment)
    record(reversal)
  }
}

extension Settling.Source {
  /// An amount that a request gives, in the source's currency.
  ///
  /// - Throws: `AMOUNT_NOT_EXACT` where the currency cannot hold it, `REQUEST_INVALID` where it is not more than 0.
  func amount(_ given: ExactDecimal, at pointer: String) throws(SettlementRefusal) -> Money {
    guard let amount = Money(exactly: given, currency: currency) else {
      throw SettlementRefusal([.notExact(given, currency, at: pointer)])
    }
    guard amount.isPositive else {
      throw SettlementRefusal(.requestInvalid, "The amount is more than 0.", at: pointer)
    }
    return amount
  }
}
