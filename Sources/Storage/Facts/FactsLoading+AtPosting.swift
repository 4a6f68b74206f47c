internal import Billing
internal import CivilTime

/// What settles invoices when they are posted, and the day that nothing recorded later may lie before.
extension FactsLoading {
  /// Accounts whose invoices may be posted, and that ask for it.
  private var settledAtPosting: [Account] {
    var ids = needed.ledger.openSources
    if needed.ledger.postingRequests > 0 || !needed.invoices.posted.isEmpty {
      ids.formUnion(found.behind.accountIds)
    }
    let facts = found.facts
    return ids.compactMap { facts.accounts[$0] }.filter(\.settlesAtPosting)
  }

  /// The open memos and unapplied payments of these accounts, the oldest first, for each request that posts as many as one may
  /// apply: those before it may have used theirs up. No account asks for it unless somebody says so, and then these questions
  /// are not asked.
  var openSources: [FactsQuestion?] {
    let accounts = settledAtPosting
    guard !accounts.isEmpty else { return [] }
    return [
      open(Payment.table, "received_date", of: accounts.filter(\.applyPayments)) {
        found, row throws(StoreError) in
        let payment = try Payment(from: &row)
        if found.facts.ledger.payments[payment.id] == nil { found.facts.ledger.insert(payment) }
      },
      open(CreditMemo.table, "credit_date", of: accounts.filter(\.applyCredits)) {
        found, row throws(StoreError) in
        let memo = try CreditMemo(headFrom: &row)
        if found.facts.ledger.creditMemos[memo.id] == nil { found.facts.ledger.insert(memo) }
      },
      asksForLatestDays ? nil : latestDays(of: Set(accounts.map(\.id))),
    ]
  }

  private func open(
    _ table: Table, _ date: SQL, of accounts: [Account],
    _ take: @escaping (inout FactsFound, inout RowDecoder) throws(StoreError) -> Void
  ) -> FactsQuestion? {
    guard !accounts.isEmpty else { return nil }
    let most = min(
      RequestedSettlement.most * max(needed.ledger.postingRequests, 1),
      RequestedSettlement.mostTogether)
    return FactsQuestion(
      statement: """
        SELECT \(columns: table) FROM (
          SELECT \(columns: table), row_number() OVER (
            PARTITION BY account_id, currency ORDER BY \(date), id
          ) AS place
          FROM \(table: table) WHERE account_id \(anyOf: accounts.map(\.id)) AND is_open
        ) AS open WHERE place <= \(most)
        """, take: take)
  }

  // MARK: The latest day

  /// Whether anything of the ledger, or of posted invoices, may be recorded.
  private var asksForLatestDays: Bool {
    let invoices = needed.invoices
    return needed.ledger.isAsked || !invoices.heads.isEmpty || !invoices.posted.isEmpty
      || !invoices.takenBack.isEmpty
  }

  var latestDays: FactsQuestion? {
    asksForLatestDays ? latestDays(of: found.locked) : nil
  }

  private func latestDays(of accounts: Set<Account.ID>) -> FactsQuestion? {
    guard !accounts.isEmpty else { return nil }
    // One at a time: each is the end of an index, but for voided memos, which are looked for among those of the account. The
    // day on which an invoice was voided is that of the memo that voids it; the day of a posting counts where the invoice is
    // loaded.
    let tables = [Payment.table, CreditMemo.table, Application.table, Refund.table, Reversal.table]
    let days: [SQL] = tables.map { table in
      "(SELECT max(recorded_date) FROM \(table: table) WHERE account_id = account.id)"
    }
    return FactsQuestion(
      statement: """
        SELECT id, \(days[0]), \(days[1]), \(days[2]), \(days[3]), \(days[4]),
          (SELECT max(voided_date) FROM credit_memo
            WHERE account_id = account.id AND voided_date IS NOT NULL)
        FROM account WHERE id \(anyOf: accounts)
        """
    ) { found, row throws(StoreError) in
      let id: Account.ID = try row.id()
      for _ in 0..<6 {
        if let day = try row.optionalDate() { found.facts.ledger.noteRecorded(on: day, for: id) }
      }
    }
  }
}

extension LedgerNeeded {
  /// Whether a request looks at the ledger itself, or adds a memo to it, which bears its day also where it is of no invoice.
  var isAsked: Bool {
    var others = self
    others.postingRequests = 0
    return others != LedgerNeeded()
  }
}
