internal import Billing
internal import CivilTime
internal import Monetary

extension TaxTransaction {
  static let table = Table(
    "tax_transaction", key: ["document_id"],
    [
      Column("document_id", .identifier), Column("document_type", .text),
      Column("account_id", .identifier), Column("currency", .text), Column("total_tax", .decimal),
      Column("created_at", .instant),
    ] + changingColumns)

  /// What requests and the relay change. `leased_until` is the relay's alone: a request never ends a lease.
  static let changingColumns = [
    Column("state", .text), Column("state_since", .instant), Column("is_sent", .boolean),
    Column("is_commit_answered", .boolean), Column("attempts", .integer),
    Column("next_attempt_at", .instant), Column("transaction_id", .text),
    Column("committed_tax", .decimal), Column("reason", .text), Column("failed_from", .text),
    Column("error_code", .text), Column("void_reason", .text),
  ]

  static let leaseColumn = Column("leased_until", .instant)

  init(from row: inout RowDecoder) throws(StoreError) {
    let id = try row.text()
    let subject: Subject
    switch try row.value() as RecordType {
    case .invoice: subject = .invoice(RecordID(id))
    case .creditMemo: subject = .creditMemo(RecordID(id))
    default: throw row.unreadable("document with tax")
    }
    let accountId: Account.ID = try row.id()
    let currency = try row.currency()
    let total = try row.money(currency)
    self.init(of: subject, accountId: accountId, total: total, at: try row.instant())
    state = try row.value()
    stateSince = try row.instant()
    isSent = try row.boolean()
    isCommitAnswered = try row.boolean()
    attempts = try row.int()
    nextAttemptAt = try row.optionalInstant()
    transactionId = try row.optionalText()
    committedTax = try row.optionalMoney(currency)
    reason = try row.optionalText()
    let failedFrom: State? = try row.optionalValue()
    let code = try row.optionalText()
    failure = failedFrom.map { Failure(from: $0, code: ErrorCode(rawValue: code ?? "")) }
    voidReason = try row.optionalText()
  }

  func encode(into rows: inout RowBuffer) {
    rows.append(id)
    rows.append(subject.record.type)
    rows.append(accountId)
    rows.append(total.currency.code)
    rows.append(total)
    rows.append(createdAt)
    encodeChanging(into: &rows)
  }

  /// The values of ``changingColumns``.
  func encodeChanging(into rows: inout RowBuffer) {
    rows.append(state)
    rows.append(stateSince)
    rows.append(isSent)
    rows.append(isCommitAnswered)
    rows.append(attempts)
    rows.append(nextAttemptAt)
    rows.append(transactionId)
    rows.append(committedTax)
    rows.append(reason)
    rows.append(failure?.from.rawValue)
    rows.append(failure?.code.rawValue)
    rows.append(voidReason)
  }
}
