/// What an ingested invoice belongs to: an order, whose list it then is on, or the debit memo
/// that it is made from.
package enum ReferenceEntity: Hashable, Sendable {
  case order(Order.ID)
  case debitMemo(DebitMemo.ID)

  package var record: RecordReference {
    switch self {
    case .order(let id): RecordReference(.order, id)
    case .debitMemo(let id): RecordReference(.debitMemo, id)
    }
  }
}
