internal import Billing

/// Two columns: `source_type`, `source_id`.
extension LedgerSource {
  static let columns = [Column("source_type", .text), Column("source_id", .identifier)]

  init(from row: inout RowDecoder) throws(StoreError) {
    let type: RecordType = try row.value()
    switch type {
    case .payment: self = .payment(try row.id())
    case .creditMemo: self = .creditMemo(try row.id())
    default: throw row.unreadable("source of an application")
    }
  }

  func encode(into rows: inout RowBuffer) {
    rows.append(record.type)
    rows.append(record.id)
  }
}

/// Sources apart by their kind, as the tables hold them.
struct LedgerSources {
  var payments: Set<Payment.ID> = []
  var creditMemos: Set<CreditMemo.ID> = []

  init(_ sources: some Sequence<LedgerSource>) {
    for source in sources { insert(source) }
  }

  mutating func insert(_ source: LedgerSource) {
    switch source {
    case .payment(let id): payments.insert(id)
    case .creditMemo(let id): creditMemos.insert(id)
    }
  }

  /// A condition over the two columns; the index begins with the identifier.
  var condition: SQL {
    """
    ((source_type = 'Payment' AND source_id \(anyOf: payments))
      OR (source_type = 'CreditMemo' AND source_id \(anyOf: creditMemos)))
    """
  }
}
