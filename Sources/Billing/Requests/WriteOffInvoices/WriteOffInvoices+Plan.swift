import CivilTime
import Monetary

extension WriteOffInvoices {
  /// Each invoice is an item of its own, written off or refused by itself, in the request's order.
  package func plan(on facts: WorkingSet, in context: PlanningContext) -> Decision {
    var invoices = InvoiceItems(
      items.map(\.invoiceId), on: facts, category: .invoiceWriteOff,
      pointer: { "/invoices/\($0)/invoiceId" })
    var settling = Settling(facts: facts, context: context)
    for (index, item) in items.enumerated() {
      invoices.attempt(item.invoiceId) { (_) throws(ItemRefusal) in
        try settling.writeOff(item, at: "/invoices/\(index)", self)
      }
    }
    return invoices.decision(settling.result().effects)
  }
}

extension Settling {
  /// Gives up a part of what is owed on an invoice: a memo of one line, without tax, applied at once.
  ///
  /// - Throws: Why the item is refused; nothing has changed then.
  fileprivate mutating func writeOff(
    _ item: WriteOffInvoices.Item, at pointer: String, _ request: WriteOffInvoices
  ) throws(ItemRefusal) {
    var invoice = try posted(item.invoiceId, toBe: "written off", request.expectedVersion)
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
