/// What a request comes to that moves what is owed.
extension Settling {
  /// Everything that moved, every invoice touched among the answer.
  func result(
    _ outcome: Outcome = .succeeded, errors: [Fault] = [], warnings: [Fault] = [],
    errorLogs: [ErrorLogEntry] = []
  ) -> Decision {
    let changes = changes
    return Decision(
      outcome: outcome, errors: errors, warnings: warnings, errorLogs: errorLogs,
      answer: Answer(invoices: changes.map { .existing($0.invoice.summary) }),
      effects: Effects(invoices: InvoiceEffects(changed: changes), ledger: effects))
  }
}

extension SettlementRefusal {
  /// The request refused as a whole: nothing is stored but the answer and one log.
  func decision(
    _ category: ErrorLogCategory, account: Account.ID?, about record: RecordReference
  ) -> Decision {
    Decision(
      outcome: .failed, errors: faults,
      errorLogs: errorLogs(category, account: account, about: record))
  }

  /// One log for all faults: on the account, related to the invoice or source at fault, else to what the request is about.
  /// Where no account is known, on that record itself.
  func errorLogs(
    _ category: ErrorLogCategory, account: Account.ID?, about record: RecordReference
  ) -> [ErrorLogEntry] {
    guard let first = faults.first else { return [] }
    let related = first.source.flatMap { $0.isRowOfLedger ? nil : $0 } ?? record
    let primary = account.map { RecordReference(.account, $0) } ?? related
    return [
      ErrorLogEntry(
        category: category, code: first.code,
        message: ErrorLogEntry.message(of: first, among: faults.count), primaryRecord: primary,
        relatedRecord: related == primary ? nil : related, accountId: account)
    ]
  }
}

extension RecordReference {
  /// Whether it is a row under a payment or a memo, which has no list of its own.
  fileprivate var isRowOfLedger: Bool {
    type == .application || type == .refund || type == .reversal
  }
}

extension LedgerSource {
  /// The category of what is logged about it.
  var errorLogCategory: ErrorLogCategory {
    switch self {
    case .payment: .payment
    case .creditMemo: .creditMemo
    }
  }
}

extension Settling {
  /// Whose a source is; nil where it is not there.
  func account(of source: LedgerSource) -> Account.ID? {
    switch source {
    case .payment(let id): payment(id)?.accountId
    case .creditMemo(let id): memo(id)?.accountId
    }
  }
}

extension LedgerNeeded {
  /// A payment or a memo, without its applications.
  mutating func insert(_ source: LedgerSource) {
    switch source {
    case .payment(let id): payments.insert(id)
    case .creditMemo(let id): creditMemos.insert(id)
    }
  }
}
