import CivilTime
import Monetary

extension ReversePayment {
  /// Records the reversal once, all or nothing: it takes what is unapplied first, then frees applications, the latest first.
  package func plan(on facts: WorkingSet, in context: PlanningContext) -> Decision {
    var settling = Settling(facts: facts, context: context)
    let record = RecordReference(.payment, paymentId)
    do throws(SettlementRefusal) {
      if let stored = facts.ledger.reversals[reversalId] { return try again(stored) }
      let source = try settling.source(.payment(paymentId))
      let given = try givenAmount(source)
      try settling.checkBookDate(reversalDate, named: "reversalDate", of: source)
      do throws(MonetaryError) {
        let most = try source.left.adding(
          settling.payment(paymentId)?.applied ?? .zero(source.currency))
        let amount = given ?? most
        guard amount.isPositive, amount.minorUnits <= most.minorUnits else {
          return beyond(source, most).decision(
            .payment, account: source.accountId, about: record)
        }
        try settling.free(
          try amount.subtracting(amount.atMost(source.left)), of: source,
          effectiveDate: reversalDate)
        try settling.reverse(
          Reversal(
            id: reversalId, paymentId: paymentId, accountId: source.accountId, amount: amount,
            reversalDate: reversalDate, reason: reason,
            recordedDate: settling.today(of: source.accountId)))
      } catch {
        throw .overflow(record)
      }
      return settling.result()
    } catch {
      return error.decision(
        .payment, account: facts.ledger.payments[paymentId]?.accountId, about: record)
    }
  }

  /// nil where the request leaves it to what is left.
  private func givenAmount(_ source: Settling.Source) throws(SettlementRefusal) -> Money? {
    guard let amount else { return nil }
    return try source.amount(amount, at: "/amount")
  }

  private func beyond(_ source: Settling.Source, _ most: Money) -> SettlementRefusal {
    let left = "\(source.name) has \(most) that is neither refunded nor reversed"
    guard let amount else {
      return SettlementRefusal(
        .amountExceedsUnapplied, left + ": nothing is left to reverse.", at: "/paymentId",
        source: source.record)
    }
    return SettlementRefusal(
      .amountExceedsUnapplied,
      left + ", and \(amount) \(most.currency) is reversed. Reverse at most what is left.",
      at: "/amount", source: source.record)
  }

  /// The reversal's identifier was used before: the same reversal changes nothing, another is refused. One that asks for all
  /// that is left is the same as any.
  private func again(_ stored: Reversal) throws(SettlementRefusal) -> Decision {
    let recorded = AlreadyRecorded(
      record: RecordReference(.reversal, stored.id),
      content: "\(stored.amount) of payment \(stored.paymentId) on \(stored.reversalDate), "
        + stored.reason.rawValue, pointer: "/reversalId")
    guard stored.paymentId == paymentId, amount == nil || amount == stored.amount.decimal,
      stored.reversalDate == reversalDate, stored.reason == reason
    else { throw recorded.conflict(.reversalConflict) }
    return recorded.repeated(.reversalAlreadyRecorded, ". Nothing was reversed again.")
  }
}
