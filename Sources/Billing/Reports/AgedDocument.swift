package import CivilTime
package import Monetary

/// A document as far as it is open on a day: a line of the aging report's details.
package struct AgedDocument: Hashable, Sendable {
  package let accountId: Account.ID
  package let accountName: String?
  package let id: String
  package let number: String?
  package let content: Content

  package init(
    accountId: Account.ID, accountName: String?, id: String, number: String?, content: Content
  ) {
    self.accountId = accountId
    self.accountName = accountName
    self.id = id
    self.number = number
    self.content = content
  }

  package enum Content: Hashable, Sendable {
    case invoice(balance: Money, instalments: [Invoice.OpenInstalment])
    case creditMemo(balance: Money)
    case payment(unapplied: Money)
  }

  package var currency: Currency {
    switch content {
    case .invoice(let balance, _), .creditMemo(let balance): balance.currency
    case .payment(let unapplied): unapplied.currency
    }
  }
}

extension AgingSums {
  package mutating func add(_ document: AgedDocument, asOf day: CivilDate) {
    switch document.content {
    case .invoice(let balance, let instalments):
      add(instalments: instalments, balance: balance, asOf: day)
    case .creditMemo(let balance): add(memoBalance: balance)
    case .payment(let unapplied): add(unapplied: unapplied)
    }
  }
}
