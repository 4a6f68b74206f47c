import CivilTime
import Monetary

extension RecordPayment {
  /// Records the payment once, and settles what the request says. The money is a fact: it is recorded also where the
  /// applications are refused.
  package func plan(on facts: WorkingSet, in context: PlanningContext) -> Decision {
    var settling = Settling(facts: facts, context: context)
    let record = RecordReference(.payment, payment.id)
    let incoming: Payment
    do throws(SettlementRefusal) {
      incoming = try checked(settling)
      if let stored = settling.payment(payment.id) { return try again(stored, incoming) }
    } catch {
      return error.decision(
        .payment, account: facts.accounts[payment.accountId]?.id, about: record)
    }
    settling.record(incoming)
    guard let settlement else { return settling.result() }
    do throws(SettlementRefusal) {
      try settling.settle(settlement, from: .payment(incoming.id), effectiveDate: effectiveDate)
      return settling.result()
    } catch {
      return settling.result(
        .partiallySucceeded, errors: error.faults,
        errorLogs: error.errorLogs(.payment, account: incoming.accountId, about: record))
    }
  }

  /// The payment as it is to be stored.
  private func checked(_ settling: Settling) throws(SettlementRefusal) -> Payment {
    guard let amount = Money(exactly: payment.amount, currency: payment.currency) else {
      throw SettlementRefusal([
        .notExact(payment.amount, payment.currency, at: "/payment/amount")
      ])
    }
    let isStored = settling.payment(payment.id) != nil
    guard isStored || settling.facts.accounts[payment.accountId] != nil else {
      throw SettlementRefusal([
        .unknown(
          RecordReference(.account, payment.accountId), .accountNotFound,
          at: "/payment/accountId")
      ])
    }
    let today = settling.today(of: payment.accountId)
    guard isStored || payment.receivedDate <= today.adding(days: 1) else {
      throw SettlementRefusal(
        .effectiveDateInvalid,
        "The receivedDate \(payment.receivedDate) lies in the future; today is \(today). Record the "
          + "payment when it has arrived, or correct the day.", at: "/payment/receivedDate",
        source: RecordReference(.payment, payment.id))
    }
    guard amount.isPositive else {
      throw SettlementRefusal(
        .requestInvalid, "The amount of a payment is more than 0.", at: "/payment/amount")
    }
    if !isStored, let id = payment.savedPaymentMethodId,
      let fault = settling.facts.fault(
        naming: id, for: payment.accountId, at: "/payment/savedPaymentMethodId")
    {
      throw SettlementRefusal([fault])
    }
    return Payment(
      id: payment.id, accountId: payment.accountId, amount: amount,
      receivedDate: payment.receivedDate, method: payment.method, reference: payment.reference,
      savedPaymentMethodId: payment.savedPaymentMethodId, recordedDate: today,
      request: settling.context.request)
  }

  /// The payment's identifier was used before: the same payment changes nothing, another is refused.
  private func again(
    _ stored: Payment, _ incoming: Payment
  ) throws(SettlementRefusal) -> Decision {
    let recorded = AlreadyRecorded(
      record: RecordReference(.payment, stored.id),
      content: "\(stored.amount) of account \(stored.accountId), "
        + "received on \(stored.receivedDate)",
      pointer: "/payment/paymentId")
    guard incoming.isSame(as: stored) else { throw recorded.conflict(.paymentConflict) }
    let hint =
      settlement == nil ? "" : " Nothing was applied again: use payment.apply.v1 for what is left."
    return recorded.repeated(
      .paymentAlreadyRecorded, "; it has \(stored.unapplied) left.\(hint)")
  }
}

extension Payment {
  /// Whether a sender says the same of both.
  fileprivate func isSame(as other: Payment) -> Bool {
    accountId == other.accountId && amount == other.amount && receivedDate == other.receivedDate
      && method == other.method && reference == other.reference
      && savedPaymentMethodId == other.savedPaymentMethodId
  }
}
