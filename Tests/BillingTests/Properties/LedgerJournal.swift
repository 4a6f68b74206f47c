import Monetary

@testable import Billing

/// The double-entry journal that follows from an account's rows: each entry debits and credits the same.
struct LedgerJournal {
  private(set) var receivable: Int128 = 0
  private(set) var revenue: Int128 = 0
  private(set) var credits: Int128 = 0
  private(set) var unapplied: Int128 = 0
  private(set) var cash: Int128 = 0

  var isBalanced: Bool { receivable + revenue + credits + unapplied + cash == 0 }

  init(_ books: LedgerBooks, _ key: LedgerBooks.Key) {
    for invoice in books.invoices where invoice.isOf(key) {
      move(invoice.receivable, \.receivable, \.revenue)
    }
    for memo in books.memos where memo.isOf(key) && memo.status == .posted {
      if memo.sourceAction == .negativeInvoiceLineConversion {
        move(memo.credited, \.receivable, \.credits)
      } else {
        move(memo.credited, \.revenue, \.credits)
      }
    }
    for payment in books.payments where payment.isOf(key) {
      move(payment.amount, \.cash, \.unapplied)
    }
    for row in books.rows where row.accountId == key.account && row.amount.currency == key.currency
    {
      let amount = row.takesBack == nil ? row.amount : row.amount.negated
      move(amount, row.source.isPayment ? \.unapplied : \.credits, \.receivable)
    }
    for refund in books.refunds where books.isOf(refund, key) {
      move(refund.amount, refund.source.isPayment ? \.unapplied : \.credits, \.cash)
    }
    for reversal in books.reversals where books.isOf(reversal, key) {
      move(reversal.amount, \.unapplied, \.cash)
    }
  }

  private mutating func move(
    _ amount: Money, _ debit: WritableKeyPath<Self, Int128>, _ credit: WritableKeyPath<Self, Int128>
  ) {
    self[keyPath: debit] += amount.minorUnits
    self[keyPath: credit] -= amount.minorUnits
  }
}
