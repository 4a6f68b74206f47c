package import CivilTime
package import Monetary

/// What one document moved in the ledger, as accountants book it: postings that sum to 0 (<doc:Exports#The-ledger>).
package struct JournalEntry: Hashable, Sendable {
  /// The day from which the document counts.
  package let date: CivilDate
  package let kind: Kind
  package let documentId: String
  /// The document's number, or what its sender calls it.
  package let number: String?
  package let accountId: Account.ID
  package let accountName: String?
  package let legalEntityId: LegalEntity.ID?
  package let currency: Currency
  private var amounts: [JournalAccount: Money] = [:]
  /// Whether it lessens what is owed.
  private let isCredit: Bool
  private let counterpart: JournalAccount

  /// An entry of no postings yet. `isOpposite`: of a credit note, whose amounts count with the opposite sign. `counterpart` is
  /// what the receivable is posted against.
  package init(
    of document: Document, kind: Kind, counterpart: JournalAccount, isOpposite: Bool,
    currency: Currency
  ) {
    date = document.date
    documentId = document.id
    number = document.number
    accountId = document.accountId
    accountName = document.accountName
    legalEntityId = document.legalEntityId
    self.kind = kind
    self.currency = currency
    self.counterpart = counterpart
    isCredit = kind.isCredit != isOpposite
  }

  package struct Document: Sendable {
    package var date: CivilDate
    package var id: String
    package var number: String?
    package var accountId: Account.ID
    package var accountName: String?
    package var legalEntityId: LegalEntity.ID?

    package init(
      date: CivilDate, id: String, number: String?, accountId: Account.ID, accountName: String?,
      legalEntityId: LegalEntity.ID?
    ) {
      self.date = date
      self.id = id
      self.number = number
      self.accountId = accountId
      self.accountName = accountName
      self.legalEntityId = legalEntityId
    }
  }

  package struct Posting: Hashable, Sendable {
    package let account: JournalAccount
    /// Debit where it is positive.
    package let amount: Money
  }

  /// In the order of ``JournalAccount``; none of 0.
  package var postings: [Posting] {
    var postings: [Posting] = []
    for (account, amount) in amounts.sorted(by: { $0.key < $1.key }) where !amount.isZero {
      postings.append(Posting(account: account, amount: amount))
    }
    return postings
  }

  /// A figure of the document, as it is written there.
  package enum Figure: Hashable, Sendable {
    /// What is owed by it.
    case payable
    /// Before tax.
    case total
    case tax(code: String)
    case prepaid
    case rounding
    /// Collected for others.
    case thirdParty
  }

  /// Posts a figure of the document: to the account where it belongs, on the side where it belongs. The figures of a document
  /// together balance, because payable = total + taxes − prepaid + rounding + what is collected for others.
  ///
  /// - Throws: ``MonetaryError`` when a sum is beyond 18 digits before the point.
  package mutating func post(_ figure: Figure, _ amount: Money) throws(MonetaryError) {
    let (account, isDebit): (JournalAccount, Bool) =
      switch figure {
      case .payable: (.receivable, true)
      case .total: (counterpart, false)
      case .tax(let code): (.tax(code: code), false)
      case .prepaid: (.prepayments, true)
      case .rounding: (.rounding, false)
      case .thirdParty: (.thirdParties, false)
      }
    let change = isDebit != isCredit ? amount : amount.negated
    amounts[account] = try (amounts[account] ?? .zero(currency)).adding(change)
  }

  package var isBalanced: Bool {
    var sum: Int128 = 0
    for amount in amounts.values { sum += amount.minorUnits }
    return sum == 0
  }

  /// In the order in which entries of one day stand.
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    case invoice = "Invoice"
    case creditMemo = "CreditMemo"
    /// By the memo that mirrors the invoice.
    case voidedInvoice = "VoidedInvoice"
    case writeOff = "WriteOff"
    case voidedCreditMemo = "VoidedCreditMemo"
    case payment = "Payment"
    case refund = "Refund"
    case reversal = "Reversal"

    /// Whether it lessens what is owed.
    fileprivate var isCredit: Bool {
      switch self {
      case .creditMemo, .voidedInvoice, .writeOff, .payment: true
      case .invoice, .voidedCreditMemo, .refund, .reversal: false
      }
    }
  }
}
