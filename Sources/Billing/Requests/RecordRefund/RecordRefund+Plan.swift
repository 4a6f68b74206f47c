import CivilTime
import Monetary

extension RecordRefund {
  /// Records the refund once, all or nothing: first frees what the request takes back, then takes the amount from what the
  /// source has left.
  package func plan(on facts: WorkingSet, in context: PlanningContext) -> Decision {
    var settling = Settling(facts: facts, context: context)
    let account = settling.account(of: source)
    do throws(SettlementRefusal) {
      if let stored = facts.ledger.refunds[refundId] { return try again(stored) }
      let origin = try settling.source(source)
      let amount = try origin.amount(amount, at: "/amount")
      try settling.checkBookDate(refundDate, named: "refundDate", of: origin)
      try free(origin, &settling)
      let now = try settling.source(source)
      guard amount.minorUnits <= now.left.minorUnits else {
        let advice =
          now.left == origin.left && takeBack.isEmpty
          ? "Free what is applied with takeBack, or refund less."
          : "Take back more, or refund less."
        throw SettlementRefusal(
          .amountExceedsUnapplied,
          "\(now.name) has \(now.left) left, and \(amount) is refunded. \(advice)", at: "/amount",
          source: now.record)
      }
      try settling.refund(
        Refund(
          id: refundId, source: source, accountId: origin.accountId, amount: amount,
          refundDate: refundDate, reference: reference,
          recordedDate: settling.today(of: origin.accountId)))
      return settling.result()
    } catch {
      return error.decision(.payment, account: account, about: source.record)
    }
  }

  /// Frees what the request takes back of the source's applications.
  private func free(
    _ origin: Settling.Source, _ settling: inout Settling
  ) throws(SettlementRefusal) {
    for (index, part) in takeBack.enumerated() {
      let pointer = "/takeBack/\(index)"
      let amount = try origin.amount(part.amount, at: "\(pointer)/amount")
      guard let invoice = settling.invoice(part.invoiceId) else {
        throw SettlementRefusal([.unknownInvoice(part.invoiceId, at: "\(pointer)/invoiceId")])
      }
      let standing = try settling.standingAmount(of: origin, on: part.invoiceId)
      guard amount.minorUnits <= standing.minorUnits else {
        throw SettlementRefusal(
          .amountExceedsUnapplied,
          "\(origin.name) has \(standing) applied to invoice \(invoice.name), and \(amount) is to "
            + "be taken back. Take back at most what is applied.", at: "\(pointer)/amount",
          source: RecordReference(.invoice, part.invoiceId))
      }
      do throws(MonetaryError) {
        try settling.free(amount, of: origin, on: part.invoiceId, effectiveDate: refundDate)
      } catch {
        throw .overflow(origin.record)
      }
    }
  }

  /// The refund's identifier was used before: the same refund changes nothing, another is refused.
  private func again(_ stored: Refund) throws(SettlementRefusal) -> Decision {
    let source = stored.source.record
    let recorded = AlreadyRecorded(
      record: RecordReference(.refund, stored.id),
      content: "\(stored.amount) of \(source.type.rawValue) \(source.id) on \(stored.refundDate)",
      pointer: "/refundId")
    guard stored.source == self.source, stored.amount.decimal == amount,
      stored.refundDate == refundDate, stored.reference == reference
    else { throw recorded.conflict(.refundConflict) }
    return recorded.repeated(.refundAlreadyRecorded, ". Nothing was refunded again.")
  }
}
