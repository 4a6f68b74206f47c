import CivilTime
import Monetary

extension WriteOffInvoices {
  /// Each invoice is an item of its own, written off or refused by itself, in the request's order.
  package func plan(on facts: WorkingSet, in context: PlanningContext) -> Decision {
    let refusal = CreditRefusal(category: .invoiceWriteOff, facts: facts)
    var settling = Settling(facts: facts, context: context)
    var refused: [Invoice.ID: Fault] = [:]
    for (index, item) in items.enumerated() {
      do throws(ItemRefusal) {
        try settling.writeOff(item, at: "/invoices/\(index)", self)
      } catch {
        refused[item.invoiceId] = refusal.fault(
          error, of: item.invoiceId, at: "/invoices/\(index)/invoiceId")
      }
    }
    var decision = settling.result()
    decision.answer.invoices = items.map { item in
      let id = item.invoiceId
      guard let fault = refused[id] else {
        return settling.invoice(id).map { .existing($0.summary) }
          ?? .refused(id, nil, faults: [])
      }
      return .refused(id, facts.invoices[id]?.summary, faults: [fault])
    }
    decision.errors = items.compactMap { refused[$0.invoiceId] }
    decision.errorLogs = items.compactMap { item in
      refused[item.invoiceId].map { refusal.log($0, of: item.invoiceId) }
    }
    decision.outcome = decision.answer.outcome
    return decision
  }
}

extension Settling {
  /// Gives up a part of what is owed on an invoice: a memo of one line, without tax, applied at once.
  ///
  /// - Throws: Why the item is refused; nothing has changed then.
  fileprivate mutating func writeOff(
    _ item: WriteOffInvoices.Item, at pointer: String, _ request: WriteOffInvoices
  ) throws(ItemRefusal) {
    var invoice = try posted(item.invoiceId)
    try invoice.requireVersion(request.expectedVersion)
    let amount = try amount(of: item, of: invoice, at: pointer)
    let date = try memoDate(request.effectiveDate, of: invoice)
    let policy = try numbering(of: invoice.legalEntityId)
    let memo = CreditMemo.writeOff(
      of: amount, of: invoice, id: identifier(["creditMemo", invoice.id.text]), creditDate: date,
      today: today(of: invoice.accountId), reasonCode: item.reasonCode, reason: item.reason,
      request: context.request)
    let before = self
    record(memo, numberedBy: policy)
    invoice.creditMemoIds.append(memo.id)
    change(invoice, .writtenOff(memo.id))
    do throws(MonetaryError) {
      try apply(amount, from: .creditMemo(memo.id), to: invoice.id, effectiveDate: date)
    } catch {
      self = before
      throw .overflow(invoice)
    }
  }

  private func amount(
    of item: WriteOffInvoices.Item, of invoice: Invoice, at pointer: String
  ) throws(ItemRefusal) -> Money {
    guard invoice.balance.isPositive else {
      throw ItemRefusal(
        .nothingToWriteOff,
        "The balance of invoice \(invoice.name) is \(invoice.balance): nothing is owed that could be "
          + "written off.")
    }
    guard let given = item.amount else { return invoice.balance }
    guard let amount = Money(exactly: given, currency: invoice.currency) else {
      throw ItemRefusal(.notExact(given, invoice.currency, at: pointer + "/amount"))
    }
    guard amount.isPositive else {
      throw ItemRefusal(
        .requestInvalid, "The amount to write off is more than 0.", pointer: pointer + "/amount")
    }
    guard amount.minorUnits <= invoice.balance.minorUnits else {
      throw ItemRefusal(
        .amountExceedsBalance,
        "Invoice \(invoice.name) has \(invoice.balance) open, and \(amount) is to be written off. "
          + "Write off at most what is open.", pointer: pointer + "/amount")
    }
    return amount
  }
}
