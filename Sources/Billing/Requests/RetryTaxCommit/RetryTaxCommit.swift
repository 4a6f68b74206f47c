/// Has the tax engine told again of documents whose commit or void has failed: `tax.retry-commit.v1` (<doc:Tax#After-posting>).
package struct RetryTaxCommit: Request {
  /// Invoices, and credit memos, that one request may name.
  package static let namedDocuments = 200

  /// Without repeats, in the request's order, as are the memos. One of the two is not empty.
  package let invoiceIds: [Invoice.ID]
  package let creditMemoIds: [CreditMemo.ID]

  package init(invoiceIds: [Invoice.ID] = [], creditMemoIds: [CreditMemo.ID] = []) {
    self.invoiceIds = invoiceIds
    self.creditMemoIds = creditMemoIds
  }
}
