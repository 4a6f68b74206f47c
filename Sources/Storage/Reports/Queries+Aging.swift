package import Billing
internal import CivilTime
internal import Monetary

extension Queries {
  /// Hands over every document that is open on the day, in constant memory: by account, currency, invoices before memos
  /// before payments.
  ///
  /// From today on the figures kept with the documents say what is open. For a past day the ledger does: documents with a book
  /// date up to it, less what was applied, refunded and reversed with an effective date up to it (<doc:Lifecycle#Aging>).
  package func forEachOpenDocument(
    _ selection: AgingSelection, _ body: (AgedDocument) -> Void
  ) throws(StoreError) {
    try session.reading { () throws(StoreError) in
      var fold = AgingFold(isStored: selection.asOf >= selection.today)
      let statement =
        selection.asOf >= selection.today
        ? AgingStatement(selection).stored : AgingStatement(selection).asOfDay
      try database.stream(statement) { found throws(StoreError) in
        var row = RowDecoder(found)
        if let document = try fold.take(&row) { body(document) }
      }
      if let document = fold.end() { body(document) }
    }
  }
}

/// The rows of the report: each document's head, then what moved it, in one order.
private struct AgingStatement {
  let selection: AgingSelection

  init(_ selection: AgingSelection) { self.selection = selection }

  /// From the figures kept with the documents.
  var stored: SQL {
    report(of: [
      invoices(
        amount: "balance",
        where: "document.status = 'Posted' AND document.settlement_status <> 'Settled'"),
      instalments(where: "document.status = 'Posted' AND document.settlement_status <> 'Settled'"),
      memos(amount: "balance", where: "document.is_open"),
      payments(amount: "unapplied_amount", where: "document.is_open"),
    ])
  }

  /// From the ledger's rows up to the day.
  var asOfDay: SQL {
    let day = selection.asOf
    let isBooked: SQL = """
      (document.invoice_date <= \(day) OR document.posted_date <= \(day))
      AND (document.status = 'Posted' OR document.status = 'Voided' AND document.voided_date > \(day))
      """
    let isCredited: SQL = """
      (document.credit_date <= \(day) OR document.recorded_date <= \(day))
      AND (document.status = 'Posted' OR document.voided_date > \(day))
      """
    let isReceived: SQL = "(document.received_date <= \(day) OR document.recorded_date <= \(day))"
    return report(of: [
      invoices(amount: "payable", where: isBooked),
      instalments(where: isBooked),
      movements(
        .invoice, "invoice_id", from: "application", isNegated: Self.isTakenBack,
        where: "document.effective_date <= \(day)"),
      movements(
        .invoice, "invoice_id", from: "credit_memo", amount: "credited_amount", isNegated: "TRUE",
        where: "document.source_action = 'NegativeInvoiceLineConversion' AND \(isCredited)"),
      memos(amount: "credited_amount", where: isCredited),
      movements(
        .creditMemo, "source_id", from: "application", isNegated: Self.isTakenBack,
        where: "document.source_type = 'CreditMemo' AND document.effective_date <= \(day)"),
      movements(
        .creditMemo, "source_id", from: "refund",
        where: """
          document.source_type = 'CreditMemo'
          AND (document.refund_date <= \(day) OR document.recorded_date <= \(day))
          """),
      payments(amount: "amount", where: isReceived),
      movements(
        .payment, "source_id", from: "application", isNegated: Self.isTakenBack,
        where: "document.source_type = 'Payment' AND document.effective_date <= \(day)"),
      movements(
        .payment, "source_id", from: "refund",
        where: """
          document.source_type = 'Payment'
          AND (document.refund_date <= \(day) OR document.recorded_date <= \(day))
          """),
      movements(
        .payment, "payment_id", from: "reversal",
        where: "(document.reversal_date <= \(day) OR document.recorded_date <= \(day))"),
    ])
  }

  private static let isTakenBack: SQL = "(document.takes_back IS NOT NULL)"

  private func report(of parts: [SQL]) -> SQL {
    var rows: SQL = ""
    for (index, part) in parts.enumerated() {
      rows = index == 0 ? part : "\(rows) UNION ALL \(part)"
    }
    return """
      SELECT account_id, currency, kind, id, place, due_date, part, amount, is_negated, number,
        CASE place WHEN 0 THEN (SELECT name FROM account WHERE account.id = account_id) END
      FROM (\(rows)) entry
      ORDER BY account_id, currency, kind, id, place
      """
  }

  private func invoices(amount: SQL, where condition: SQL) -> SQL {
    """
    SELECT document.account_id, document.currency, 1 AS kind, document.id, 0 AS place,
      document.due_date AS due_date, document.payable AS part,
      document.\(amount) AS amount, document.is_credit_note AS is_negated,
      document.invoice_number AS number
    FROM invoice document WHERE \(condition)\(filters(legalEntity: "document.legal_entity_id"))
    """
  }

  private func instalments(where condition: SQL) -> SQL {
    """
    SELECT document.account_id, document.currency, 1, document.id, part.position,
      part.due_date, part.amount, part.amount, FALSE, document.invoice_number
    FROM invoice_instalment part JOIN invoice document ON document.id = part.invoice_id
    WHERE \(condition)\(filters(legalEntity: "document.legal_entity_id"))
    """
  }

  private func memos(amount: SQL, where condition: SQL) -> SQL {
    """
    SELECT document.account_id, document.currency, 2, document.id, 0,
      document.credit_date, document.\(amount), document.\(amount), FALSE,
      document.credit_memo_number
    FROM credit_memo document
    WHERE \(condition)\(filters(legalEntity: "document.legal_entity_id"))
    """
  }

  private func payments(amount: SQL, where condition: SQL) -> SQL {
    """
    SELECT document.account_id, document.currency, 3, document.id, 0,
      document.received_date, document.\(amount), document.\(amount), FALSE, document.reference
    FROM payment document
    WHERE \(condition)\(filters(legalEntity: Self.legalEntityOfAccount))
    """
  }

  /// What moved a document up to the day: less is open by it, more where it is negated.
  private func movements(
    _ kind: AgingFold.Kind, _ id: SQL, from table: SQL, amount: SQL = "amount",
    isNegated: SQL = "FALSE", where condition: SQL
  ) -> SQL {
    """
    SELECT document.account_id, document.currency, \(kind.literal), document.\(id), 1000,
      NULL, document.\(amount), document.\(amount), \(isNegated), NULL
    FROM \(table) document WHERE \(condition)\(filters(legalEntity: nil))
    """
  }

  /// A document that is left out takes its movements with it, so these need no filter but what is cheap.
  private func filters(legalEntity column: SQL?) -> SQL {
    var filters: SQL = ""
    if let account = selection.account {
      filters = "\(filters) AND document.account_id = \(account)"
    }
    if let currency = selection.currency {
      filters = "\(filters) AND document.currency = \(currency.code)"
    }
    if let column, let entity = selection.legalEntity {
      filters = "\(filters) AND \(column) = \(entity)"
    }
    return filters
  }

  private static let legalEntityOfAccount: SQL = """
    (SELECT coalesce(
      account.legal_entity_id, (SELECT min(id) FROM legal_entity WHERE is_default)
    ) FROM account WHERE account.id = document.account_id)
    """
}

/// Puts a document together from its rows.
private struct AgingFold {
  private struct Open {
    let accountId: Account.ID
    let accountName: String?
    let currency: Currency
    let kind: Kind
    let id: String
    let number: String?
    let dueDate: CivilDate
    let receivable: Money
    var parts: [Instalment] = []
    /// Of minor units: what moved it is not bounded by what it is.
    var balance: Int128
  }

  enum Kind: Int {
    case invoice = 1
    case creditMemo = 2
    case payment = 3

    var literal: SQL {
      switch self {
      case .invoice: "1"
      case .creditMemo: "2"
      case .payment: "3"
      }
    }
  }

  /// Whether an invoice's amount is its balance, not what it came to at first.
  let isStored: Bool
  private var open: Open?

  init(isStored: Bool) { self.isStored = isStored }

  /// The document that ends before this row, where it is open.
  mutating func take(_ row: inout RowDecoder) throws(StoreError) -> AgedDocument? {
    let accountId: Account.ID = try row.id()
    let currency = try row.currency()
    guard let kind = Kind(rawValue: try row.int()) else { throw row.unreadable("kind") }
    let id = try row.text()
    let place = try row.int()
    let date = try row.optionalDate()
    let part = try row.money(currency)
    let amount = try row.money(currency)
    let isNegated = try row.boolean()
    let number = try row.optionalText()
    let name = try row.optionalText()
    guard place == 0 else {
      guard var document = open, document.kind == kind, document.id == id else { return nil }
      if place < 1_000 {
        guard let date else { throw row.unreadable("due date") }
        document.parts.append(Instalment(dueDate: date, amount: part))
      } else {
        document.balance += isNegated ? amount.minorUnits : -amount.minorUnits
      }
      open = document
      return nil
    }
    let finished = end()
    guard let date else { throw row.unreadable("due date") }
    let receivable = isNegated ? part.negated : part
    open = Open(
      accountId: accountId, accountName: name, currency: currency, kind: kind, id: id,
      number: number, dueDate: date, receivable: receivable,
      balance: (isStored || kind != .invoice ? amount : receivable).minorUnits)
    return finished
  }

  /// The last document, where it is open.
  mutating func end() -> AgedDocument? {
    defer { open = nil }
    // What a document's rows come to is within its bounds: a request that would leave them was refused.
    guard let open, open.balance != 0,
      let balance = try? Money(minorUnits: open.balance, currency: open.currency)
    else { return nil }
    let content: AgedDocument.Content =
      switch open.kind {
      case .creditMemo: .creditMemo(balance: balance)
      case .payment: .payment(unapplied: balance)
      case .invoice:
        .invoice(
          balance: balance,
          instalments: Invoice.openInstalments(
            of: open.parts.isEmpty
              ? [Instalment(dueDate: open.dueDate, amount: open.receivable)] : open.parts,
            receivable: open.receivable, balance: balance))
      }
    return AgedDocument(
      accountId: open.accountId, accountName: open.accountName, id: open.id, number: open.number,
      content: content)
  }
}
