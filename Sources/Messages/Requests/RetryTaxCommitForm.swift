import Billing

/// `tax.retry-commit.v1`.
struct RetryTaxCommitForm: RequestForm {
  func read(_ fields: inout ObjectReader) -> RetryTaxCommit? {
    let invoices = fields.optional(
      "invoiceIds", InvoiceIdentifiers.form(limit: RetryTaxCommit.namedDocuments),
      "Invoices whose tax the engine is told again; each is taken up or refused by itself.")
    let memos = fields.optional(
      "creditMemoIds", Self.memos,
      "Credit memos whose tax the engine is told again; each is taken up or refused by itself.")
    guard fields.isGiven("invoiceIds") || fields.isGiven("creditMemoIds") else {
      fields.refuse(
        "invoiceIds", "and creditMemoIds are both left out; name what is to be tried again")
      return nil
    }
    return RetryTaxCommit(invoiceIds: invoices ?? [], creditMemoIds: memos ?? [])
  }

  private static var memos: DistinctListForm<IdentifierForm<CreditMemo>, CreditMemo.ID> {
    DistinctListForm(
      list: ListForm(
        element: IdentifierForm<CreditMemo>(), limit: RetryTaxCommit.namedDocuments,
        things: "credit memos"),
      keyName: "", key: { $0 }, thing: { _ in "credit memo" })
  }
}
