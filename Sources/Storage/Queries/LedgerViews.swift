package import Billing
package import CivilTime
package import Monetary

/// An application with the number of its invoice, and whether it still stands.
package struct ApplicationView: Hashable, Sendable {
  package let application: Application
  /// nil for an invoice without one.
  package let invoiceNumber: String?
  /// Whether a later row takes it back, or it is such a row itself.
  package let isTakenBack: Bool

  package init(application: Application, invoiceNumber: String?, isTakenBack: Bool) {
    self.application = application
    self.invoiceNumber = invoiceNumber
    self.isTakenBack = isTakenBack
  }
}

/// A payment with what became of it.
package struct PaymentView: Hashable, Sendable {
  package let payment: Payment
  /// All rows, in the order in which they were recorded.
  package var applications: [ApplicationView] = []
  package var refunds: [Refund] = []
  package var reversals: [Reversal] = []

  package init(payment: Payment) { self.payment = payment }
}

/// A credit memo with what became of it.
package struct CreditMemoView: Hashable, Sendable {
  package let memo: CreditMemo
  /// Of the invoices that it and its lines name; one without a number is left out.
  package var invoiceNumbers: [Invoice.ID: String] = [:]
  package var applications: [ApplicationView] = []
  package var refunds: [Refund] = []

  package init(memo: CreditMemo) { self.memo = memo }
}

/// What an account owes in one currency, and what it has to its credit (<doc:Lifecycle#The-ledger>).
package struct AccountBalance: Hashable, Sendable {
  package let currency: Currency
  /// The balances of its Posted invoices.
  package var invoices: Money
  /// Of those what is owed by invoices whose first open due date has passed.
  package var overdue: Money
  /// What is left of its credit memos.
  package var creditMemos: Money
  /// What is left of its payments.
  package var unapplied: Money

  package init(_ currency: Currency) {
    self.currency = currency
    invoices = .zero(currency)
    overdue = .zero(currency)
    creditMemos = .zero(currency)
    unapplied = .zero(currency)
  }

  /// Invoices less memos and payments; nil beyond the bounds of an amount.
  package var balance: Money? {
    do throws(MonetaryError) {
      return try invoices.subtracting(creditMemos).subtracting(unapplied)
    } catch {
      return nil
    }
  }
}

/// Something of an account that is not settled.
package enum OpenItem: Hashable, Sendable {
  /// A head, and the first due date with an open amount.
  case invoice(Invoice, nextDueDate: CivilDate?)
  /// A head.
  case creditMemo(CreditMemo)
  case payment(Payment)
}
