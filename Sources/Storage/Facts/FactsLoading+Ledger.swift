internal import Billing
internal import CivilTime
internal import Monetary

/// The ledger as far as requests look at it.
extension FactsLoading {
  private var ledger: LedgerNeeded { needed.ledger }

  /// Sources that are looked up by name.
  private var namedSources: LedgerSources {
    var sources = LedgerSources(ledger.freed)
    for pair in ledger.freedOfInvoices { sources.insert(pair.source) }
    for open in ledger.openInvoices.keys {
      if case .ofSource(let source) = open { sources.insert(source) }
    }
    sources.payments.formUnion(ledger.payments)
    sources.creditMemos.formUnion(ledger.creditMemos)
    return sources
  }

  // MARK: Whom it belongs to

  var accountsOfLedger: [FactsQuestion?] {
    let sources = namedSources
    return [
      accounts(in: "payment", sources.payments), accounts(in: "credit_memo", sources.creditMemos),
      accounts(in: "application", ledger.applications), accounts(in: "refund", ledger.refunds),
      accounts(in: "reversal", ledger.reversals),
    ]
  }

  private func accounts<Kind>(in table: SQL, _ ids: Set<RecordID<Kind>>) -> FactsQuestion? {
    ids.isEmpty ? nil : .accounts("SELECT account_id FROM \(table) WHERE id \(anyOf: ids)")
  }

  /// Named themselves.
  var accountsNamedByLedger: Set<Account.ID> {
    var ids = ledger.openSources
    for case .account(let id, _) in ledger.openInvoices.keys { ids.insert(id) }
    return ids
  }

  // MARK: What is named

  /// Asked once the accounts are locked; none for a request that has nothing to do with the ledger.
  var namedLedger: [FactsQuestion?] {
    let sources = namedSources
    return [
      payments(sources.payments), memos(sources.creditMemos), identifiedMemos,
      named(Refund.table, ledger.refunds) { found, row throws(StoreError) in
        let refund = try Refund(from: &row)
        found.facts.ledger.refunds[refund.id] = refund
      },
      named(Reversal.table, ledger.reversals) { found, row throws(StoreError) in
        let reversal = try Reversal(from: &row)
        found.facts.ledger.reversals[reversal.id] = reversal
      },
      namedApplications, freedApplications, freedApplicationsOfInvoices, applicationsOnInvoices,
      latestDays,
    ]
  }

  private func named<Kind>(
    _ table: Table, _ ids: Set<RecordID<Kind>>,
    _ take: @escaping (inout FactsFound, inout RowDecoder) throws(StoreError) -> Void
  ) -> FactsQuestion? {
    guard !ids.isEmpty else { return nil }
    return FactsQuestion(
      statement: "SELECT \(columns: table) FROM \(table: table) WHERE id \(anyOf: ids)", take: take)
  }

  private func payments(_ ids: Set<Payment.ID>) -> FactsQuestion? {
    named(Payment.table, ids) { found, row throws(StoreError) in
      let payment = try Payment(from: &row)
      found.ledger.payments[payment.id] = payment
    }
  }

  private func memos(_ ids: Set<CreditMemo.ID>) -> FactsQuestion? {
    ids.isEmpty ? nil : memos(where: "id \(anyOf: ids)")
  }

  private func memos(where condition: SQL) -> FactsQuestion {
    FactsQuestion(
      statement: "SELECT \(columns: CreditMemo.table) FROM credit_memo WHERE \(condition)"
    ) { found, row throws(StoreError) in found.ledger.insert(try CreditMemo(headFrom: &row)) }
  }

  private var identifiedMemos: FactsQuestion? {
    let identifiers = ledger.creditMemoIdentifiers
    return identifiers.isEmpty
      ? nil
      : FactsQuestion(
        statement: """
          SELECT \(columns: CreditMemo.table) FROM credit_memo
          WHERE unique_identifier \(anyOf: identifiers)
          """
      ) { found, row throws(StoreError) in
        // Maybe of another account, which is not locked: it is named, and nothing of it is used.
        let memo = try CreditMemo(headFrom: &row)
        if let identifier = memo.uniqueIdentifier {
          found.facts.ledger.creditMemoIdentifiers[identifier] = memo.id
        }
      }
  }

  /// What credits lines of these invoices, or mirrors them. The invoices are there by now and name their memos: most have none,
  /// and nothing is asked.
  var memosOfInvoices: FactsQuestion? {
    var ids: Set<CreditMemo.ID> = []
    for id in ledger.ofInvoices { ids.formUnion(found.facts.invoices[id]?.creditMemoIds ?? []) }
    guard !ids.isEmpty else { return nil }
    return memos(
      where: """
        status = 'Posted' AND source_action <> 'WriteOffPostedInvoice' AND id \(anyOf: ids)
        """)
  }

  // MARK: Applications

  private static let isTakenBack: SQL =
    "EXISTS (SELECT 1 FROM application later WHERE later.takes_back = application.id)"

  private var namedApplications: FactsQuestion? {
    let ids = ledger.applications
    guard !ids.isEmpty else { return nil }
    return FactsQuestion(
      statement: """
        SELECT number, CASE WHEN \(Self.isTakenBack) THEN 1 ELSE 0 END,
          \(columns: Application.table)
        FROM application WHERE id \(anyOf: ids)
        """
    ) { found, row throws(StoreError) in
      let number = try row.integer()
      let isTakenBack = try row.int() == 1
      let application = try Application(from: &row)
      found.ledger.insert(application, number: number, isTakenBack: isTakenBack)
      found.ledger.headsWanted.insert(application.invoiceId)
      found.ledger.sourcesWanted.insert(application.source)
    }
  }

  private func standing(where condition: SQL) -> FactsQuestion {
    FactsQuestion(
      statement: """
        SELECT number, \(columns: Application.table) FROM application
        WHERE \(condition) AND takes_back IS NULL AND NOT \(Self.isTakenBack)
        """
    ) { found, row throws(StoreError) in
      let number = try row.integer()
      let application = try Application(from: &row)
      found.ledger.insert(application, number: number, isTakenBack: false)
      found.ledger.headsWanted.insert(application.invoiceId)
    }
  }

  private var freedApplications: FactsQuestion? {
    ledger.freed.isEmpty ? nil : standing(where: LedgerSources(ledger.freed).condition)
  }

  private var freedApplicationsOfInvoices: FactsQuestion? {
    let pairs = ledger.freedOfInvoices
    guard !pairs.isEmpty else { return nil }
    return standing(
      where: """
        \(LedgerSources(pairs.map(\.source)).condition)
          AND invoice_id \(anyOf: Set(pairs.map(\.invoiceId)))
        """)
  }

  /// Of each invoice the latest.
  private var applicationsOnInvoices: FactsQuestion? {
    let ids = ledger.ofInvoices
    guard !ids.isEmpty else { return nil }
    return FactsQuestion(
      statement: """
        SELECT number, \(columns: Application.table) FROM (
          SELECT number, \(columns: Application.table),
            row_number() OVER (PARTITION BY invoice_id ORDER BY number DESC) AS place
          FROM application
          WHERE invoice_id \(anyOf: ids) AND takes_back IS NULL AND NOT \(Self.isTakenBack)
        ) AS standing WHERE place <= \(LedgerNeeded.mostOnInvoice)
        """
    ) { found, row throws(StoreError) in
      let number = try row.integer()
      let application = try Application(from: &row)
      found.ledger.insert(application, number: number, isTakenBack: false)
    }
  }

  // MARK: What follows from what is named

  /// The sources of the applications, and the invoices that a source may settle.
  var ledgerBehind: [FactsQuestion?] {
    let sources = found.ledger.sourcesWanted
    return [
      payments(sources.payments.subtracting(found.ledger.payments.keys)),
      memos(sources.creditMemos.subtracting(found.ledger.memos.keys)),
    ] + openInvoices
  }

  /// Of a payment that is not stored yet, what the requests of the batch say that record it.
  private var settledOldestFirst: [LedgerNeeded.AccountCurrency: Int] {
    var settled = ledger.openInvoices
    for (open, count) in ledger.openInvoices {
      guard case .ofSource(.payment(let id)) = open, found.ledger.payments[id] == nil else {
        continue
      }
      for account in ledger.recordedPayments[id] ?? [] { settled[account, default: 0] += count }
    }
    return settled
  }

  /// The first of each account and currency, in the order in which they are settled (``Settling``). Those that requests name
  /// may be settled before, so as many more are found. Accounts with as many requests are asked for together.
  private var openInvoices: [FactsQuestion?] {
    var requests: [AccountInCurrency: Int] = [:]
    for (open, count) in settledOldestFirst {
      switch open {
      case .account(let id, let code):
        requests[AccountInCurrency(id: id, currencyCode: code), default: 0] += count
      case .ofSource(.payment(let id)):
        guard let payment = found.ledger.payments[id] else { continue }
        let account = AccountInCurrency(
          id: payment.accountId, currencyCode: payment.amount.currency.code)
        requests[account, default: 0] += count
      case .ofSource(.creditMemo(let id)):
        guard let memo = found.ledger.memos[id] else { continue }
        let account = AccountInCurrency(id: memo.accountId, currencyCode: memo.currency.code)
        requests[account, default: 0] += count
      }
    }
    let named = needed.invoices.heads.count + ledger.ofInvoices.count
    var accounts: [Int: [AccountInCurrency]] = [:]
    for (account, count) in requests {
      let most = min(
        RequestedSettlement.most * count + named, RequestedSettlement.mostTogether)
      accounts[most, default: []].append(account)
    }
    return accounts.sorted { $0.key < $1.key }.map { most, accounts in
      openInvoices(of: accounts, upTo: most)
    }
  }

  private struct AccountInCurrency: Hashable {
    let id: Account.ID
    let currencyCode: String
  }

  private func openInvoices(of accounts: [AccountInCurrency], upTo most: Int) -> FactsQuestion {
    FactsQuestion(
      statement: """
        SELECT \(columns: Invoice.table) FROM (
          SELECT \(columns: Invoice.table), row_number() OVER (
            PARTITION BY account_id, currency
            ORDER BY next_due_date, invoice_date, invoice_number, id
          ) AS place
          FROM invoice
          WHERE account_id \(anyOf: Set(accounts.map(\.id)))
            AND currency \(anyOf: Set(accounts.map(\.currencyCode)))
            AND status = 'Posted' AND settlement_status <> 'Settled'
            AND next_due_date IS NOT NULL
        ) AS open WHERE place <= \(most)
        """
    ) { found, row throws(StoreError) in
      let invoice = try Invoice(headFrom: &row)
      found.ledger.heads[invoice.id] = invoice
    }
  }
}
