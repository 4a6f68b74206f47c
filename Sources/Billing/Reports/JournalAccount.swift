/// What an entry is posted to (<doc:Exports#The-ledger>).
package enum JournalAccount: Hashable, Sendable, Comparable {
  /// What customers owe; what they have to their credit and what they paid and is not applied lessens it.
  case receivable
  case revenue
  case writeOffs
  /// Where money comes in and goes out, by the payment's method.
  case bank(method: String?)
  case tax(code: String)
  /// What was paid before the invoice was ingested.
  case prepayments
  case rounding
  /// What is collected for others.
  case thirdParties

  package static func < (left: JournalAccount, right: JournalAccount) -> Bool {
    (left.place, left.detail) < (right.place, right.detail)
  }

  private var place: Int {
    switch self {
    case .receivable: 0
    case .revenue: 1
    case .writeOffs: 2
    case .bank: 3
    case .tax: 4
    case .prepayments: 5
    case .rounding: 6
    case .thirdParties: 7
    }
  }

  private var detail: String {
    switch self {
    case .bank(let method): method ?? ""
    case .tax(let code): code
    default: ""
    }
  }
}
