import CivilTime
import Monetary

extension VoidCreditMemo {
  package func plan(on facts: WorkingSet, in context: PlanningContext) -> Decision {
    var settling = Settling(facts: facts, context: context)
    do throws(ItemRefusal) {
      try settling.void(self)
    } catch {
      return refusal(error, facts)
    }
    var decision = settling.result()
    decision.effects.taxes.changed = facts.taxes.voiding(
      [.creditMemo(creditMemoId)], because: reason, at: context.now)
    return decision
  }

  private func refusal(_ refusal: ItemRefusal, _ facts: WorkingSet) -> Decision {
    let record = RecordReference(.creditMemo, creditMemoId)
    let fault = Fault(
      code: refusal.code, message: refusal.message, pointer: refusal.pointer ?? "/creditMemoId",
      source: refusal.source ?? record)
    let account = facts.ledger.creditMemos[creditMemoId]?.accountId
    return Decision(
      outcome: .failed, errors: [fault],
      errorLogs: [
        ErrorLogEntry(
          category: .creditMemo, code: fault.code, message: fault.message,
          primaryRecord: account.map { RecordReference(.account, $0) } ?? record,
          relatedRecord: account == nil ? nil : record, accountId: account)
      ])
  }
}

extension Settling {
  /// Takes a memo back: its applications first where the request says so, then the conversion that it is of.
  ///
  /// - Throws: Why it is refused; something may have changed then, and the caller drops this value.
  fileprivate mutating func void(_ request: VoidCreditMemo) throws(ItemRefusal) {
    let id = request.creditMemoId
    let memo = try voidable(id)
    if !memo.applied.isZero, !request.unapplies {
      throw ItemRefusal(
        .creditMemoApplied,
        "\(memo.applied) of credit memo \(memo.name) is applied. Take it back first with "
          + "credit-memo.unapply.v1, or send this request with \"unapply\": true.")
    }
    let today = today(of: memo.accountId)
    let converted = try convertedInvoice(of: memo)
    do throws(MonetaryError) {
      for application in standing(of: .creditMemo(id)).reversed() {
        try takeBack(application, effectiveDate: today)
      }
      if let converted {
        try convert(memo.credited.negated, of: converted, into: id, effectiveDate: today)
      }
    } catch {
      throw ItemRefusal(
        .amountOverflow,
        "A sum of what credit memo \(memo.name) has moved would be beyond 18 digits before the "
          + "point.")
    }
    if let converted { try checkUnconverted(converted, memo) }
    guard var voided = self.memo(id) else { return }
    voided.status = .voided
    voided.voidedDate = today
    voided.voidReason = request.reason
    update(voided)
  }

  private func voidable(_ id: CreditMemo.ID) throws(ItemRefusal) -> CreditMemo {
    guard let memo = memo(id) else {
      throw ItemRefusal(
        .creditMemoNotFound, "Credit memo \(id) does not exist. Correct the identifier.")
    }
    if memo.sourceAction == .voidPostedInvoice {
      throw ItemRefusal(
        .invoiceFinal,
        "Credit memo \(memo.name) voids invoice \(memo.invoiceId?.text ?? ""); it stays as it is.")
    }
    if memo.status == .voided {
      throw ItemRefusal(.creditMemoVoided, "Credit memo \(memo.name) is Voided already.")
    }
    if !memo.refunded.isZero {
      throw ItemRefusal(
        .creditMemoRefunded,
        "\(memo.refunded) of credit memo \(memo.name) is refunded: money that went out cannot be "
          + "taken back with it. Post an invoice for it instead.")
    }
    return memo
  }

  /// The invoice that a conversion's memo was made of; nil for any other memo.
  private func convertedInvoice(of memo: CreditMemo) throws(ItemRefusal) -> Invoice.ID? {
    guard memo.sourceAction == .negativeInvoiceLineConversion, let id = memo.invoiceId else {
      return nil
    }
    guard invoice(id) != nil else { throw ItemRefusal(.unknownInvoice(id, at: nil)) }
    return id
  }

  /// What the invoice has been settled with since must still fit into what is owed on it without the conversion.
  private func checkUnconverted(
    _ id: Invoice.ID, _ memo: CreditMemo
  ) throws(ItemRefusal) {
    guard let invoice = invoice(id) else { return }
    let owed = invoice.receivable.minorUnits + invoice.settled.converted.minorUnits
    guard invoice.balance.minorUnits < min(0, owed) else { return }
    throw ItemRefusal(
      .amountExceedsBalance,
      "Without the conversion by credit memo \(memo.name) more is applied to invoice "
        + "\(invoice.name) than is owed: its balance would be \(invoice.balance). Take back what is "
        + "applied to it first.", source: RecordReference(.invoice, id))
  }
}
