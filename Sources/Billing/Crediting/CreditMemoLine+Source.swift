import Monetary

extension CreditMemoLine {
  /// The identifier of the line at an index of its memo.
  static func id(_ index: Int, of memo: CreditMemo.ID) -> String {
    memo.text + "-" + String(index + 1)
  }
}

extension CreditMemoLine.Source {
  /// The line at an index of an invoice.
  init(_ index: Int, of invoice: Invoice) {
    self.init(invoiceId: invoice.id, position: index + 1, lineId: invoice.lines[index].id)
  }
}

extension InvoiceLineTax {
  /// The same tax of another amount.
  func with(amount: Money) -> InvoiceLineTax {
    var tax = self
    tax.amount = amount
    return tax
  }
}
