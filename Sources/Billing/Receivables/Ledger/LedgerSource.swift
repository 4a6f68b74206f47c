/// What an invoice is settled from.
package enum LedgerSource: Hashable, Sendable {
  case payment(Payment.ID)
  case creditMemo(CreditMemo.ID)

  package var record: RecordReference {
    switch self {
    case .payment(let id): RecordReference(.payment, id)
    case .creditMemo(let id): RecordReference(.creditMemo, id)
    }
  }
}
