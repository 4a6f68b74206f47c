internal import Billing

/// What the questions about the ledger have found so far.
struct LedgerFound {
  /// Rows with the number by which they were recorded: several questions find the same, and in any order.
  private var rows: [Application.ID: (number: Int64, row: Application)] = [:]
  private var takenBack: Set<Application.ID> = []
  /// Heads of memos; those that are named come with their lines.
  private(set) var memos: [CreditMemo.ID: CreditMemo] = [:]
  var payments: [Payment.ID: Payment] = [:]
  /// Heads of invoices.
  var heads: [Invoice.ID: Invoice] = [:]
  /// Of which the heads are still to be read.
  var headsWanted: Set<Invoice.ID> = []
  /// Of named applications.
  var sourcesWanted = LedgerSources([])

  mutating func insert(_ row: Application, number: Int64, isTakenBack: Bool) {
    rows[row.id] = (number, row)
    if isTakenBack { takenBack.insert(row.id) }
  }

  mutating func insert(_ memo: CreditMemo) { memos[memo.id] = memo }

  /// In the order in which they were recorded.
  func fill(_ ledger: inout LedgerTables) {
    for payment in payments.values { ledger.insert(payment) }
    for memo in memos.values { ledger.insert(memo) }
    for (_, row) in rows.values.sorted(by: { $0.number < $1.number }) { ledger.insert(row) }
    for id in takenBack { ledger.noteTakenBack(id) }
  }

  /// Whose accounts all must be locked.
  var accounts: Set<Account.ID> {
    Set(payments.values.map(\.accountId)).union(memos.values.map(\.accountId))
      .union(rows.values.map(\.row.accountId))
  }
}
