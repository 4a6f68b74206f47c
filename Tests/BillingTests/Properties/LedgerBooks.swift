import CivilTime
import Monetary
import Testing

@testable import Billing

/// The rows of a ledger added up from nothing, apart from the sums that the worker keeps with its records.
struct LedgerBooks {
  let invoices: [Invoice]
  let memos: [CreditMemo]
  let payments: [Payment]
  let refunds: [Refund]
  let reversals: [Reversal]
  let rows: [Application]

  init(_ world: LedgerWorld) {
    invoices = world.facts.invoices.values.filter { $0.status == .posted || $0.status == .voided }
      .sorted { $0.id < $1.id }
    memos = world.facts.ledger.creditMemos.values.sorted { $0.id < $1.id }
    payments = world.facts.ledger.payments.values.sorted { $0.id < $1.id }
    refunds = world.facts.ledger.refunds.values.sorted { $0.id < $1.id }
    reversals = world.facts.ledger.reversals.values.sorted { $0.id < $1.id }
    rows = world.rows
  }

  /// One account in one currency.
  struct Key: Hashable {
    let account: Account.ID
    let currency: Currency
  }

  var keys: Set<Key> {
    Set(
      invoices.map { Key(account: $0.accountId, currency: $0.currency) }
        + memos.map { Key(account: $0.accountId, currency: $0.currency) }
        + payments.map { Key(account: $0.accountId, currency: $0.currency) })
  }

  /// What a row moves: less than nothing where it takes back.
  static func moved(_ row: Application) -> Int128 {
    row.takesBack == nil ? row.amount.minorUnits : -row.amount.minorUnits
  }

  func applied(_ isCounted: (Application) -> Bool) -> Int128 {
    rows.lazy.filter(isCounted).reduce(0) { $0 + Self.moved($1) }
  }

  /// What the stored sums of an account come to.
  func storedBalance(_ key: Key) -> Int128 {
    let owed = invoices.lazy.filter { $0.isOf(key) && $0.status == .posted }
      .reduce(Int128(0)) { $0 + $1.balance.minorUnits }
    let credit = memos.lazy.filter { $0.isOf(key) }
      .reduce(Int128(0)) { $0 + $1.balance.minorUnits }
    let money = payments.lazy.filter { $0.isOf(key) }
      .reduce(Int128(0)) { $0 + $1.unapplied.minorUnits }
    return owed - credit - money
  }

  /// What documents and money come to, whatever is applied to what, from what counts on a day; nil: all of it.
  func documentBalance(_ key: Key, asOf day: CivilDate? = nil) -> Int128 {
    func counts(_ date: CivilDate?) -> Bool {
      guard let day else { return true }
      return date.map { $0 <= day } ?? false
    }
    var sum: Int128 = 0
    for invoice in invoices where invoice.isOf(key) && counts(invoice.bookDate) {
      sum += invoice.receivable.minorUnits
    }
    for memo in memos where memo.isOf(key) && counts(memo.bookDate) {
      // A conversion adds to its invoice what it credits.
      if memo.sourceAction == .negativeInvoiceLineConversion { continue }
      if memo.status == .voided, counts(memo.voidedDate) { continue }
      sum -= memo.credited.minorUnits
    }
    for payment in payments where payment.isOf(key) && counts(payment.bookDate) {
      sum -= payment.amount.minorUnits
    }
    for refund in refunds where isOf(refund, key) && counts(refund.bookDate) {
      sum += refund.amount.minorUnits
    }
    for reversal in reversals where isOf(reversal, key) && counts(reversal.bookDate) {
      sum += reversal.amount.minorUnits
    }
    return sum
  }

  func isOf(_ refund: Refund, _ key: Key) -> Bool {
    refund.accountId == key.account && refund.amount.currency == key.currency
  }

  func isOf(_ reversal: Reversal, _ key: Key) -> Bool {
    reversal.accountId == key.account && reversal.amount.currency == key.currency
  }
}

extension Invoice {
  func isOf(_ key: LedgerBooks.Key) -> Bool {
    accountId == key.account && currency == key.currency
  }
}

extension CreditMemo {
  func isOf(_ key: LedgerBooks.Key) -> Bool {
    accountId == key.account && currency == key.currency
  }
}

extension Payment {
  func isOf(_ key: LedgerBooks.Key) -> Bool {
    accountId == key.account && currency == key.currency
  }
}
