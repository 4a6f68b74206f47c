import Monetary

extension RecordChecks {
  /// What an invoice was made from stays as it was; and that one was made is never forgotten,
  /// whatever the sender says: an invoice is made from a memo once.
  mutating func check(_ given: DebitMemo) -> DebitMemo {
    for (index, line) in given.lines.enumerated()
    where Money(exactly: line.amount, currency: given.currency) == nil {
      refuse(
        .amountNotExact, "lines/\(index)/amount",
        "amount \(line.amount) is finer than the minor unit of \(given.currency), which has "
          + "\(given.currency.minorUnitDigits) decimals. Round it.")
    }
    guard let stored = incoming.facts.debitMemos[given.id] else { return given }
    checkUnmoved(from: stored.accountId, to: given.accountId)
    guard let invoiceId = stored.invoiceId else { return given }
    var memo = given
    memo.invoiceId = invoiceId
    memo.isInvoicePosted = stored.isInvoicePosted
    let changed: [(field: String, isChanged: Bool)] = [
      ("currency", given.currency != stored.currency), ("lines", given.lines != stored.lines),
    ]
    for (field, isChanged) in changed where isChanged {
      refuse(
        .recordAlreadyBilled, field,
        "\(field) cannot change any more: invoice \(invoiceId) was made from debit memo "
          + "\(given.id). Send a new debit memo for the difference.")
    }
    return memo
  }
}
