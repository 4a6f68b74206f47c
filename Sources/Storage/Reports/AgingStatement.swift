internal import Billing
internal import Monetary

/// The rows of the report: each document's head, once for each of its instalments, then what moved it, in one order. Accounts
/// stand before their documents, for their names.
///
/// A union without a query around it, and each part in the order of an index as far as there is one: a database that sorts
/// reads everything before the first row is out, and keeps it.
struct AgingStatement {
  let selection: AgingSelection

  init(_ selection: AgingSelection) { self.selection = selection }

  /// Of movements, behind all instalments; as ``movements(_:_:from:amount:isNegated:where:)`` writes it.
  static let placeOfMovements = 1_000

  /// From the figures kept with the documents.
  var stored: SQL {
    let parts = [
      invoices(
        amount: "balance", place: "document.next_due_date",
        where: "document.status = 'Posted' AND document.settlement_status <> 'Settled'"),
      memos(amount: "balance", where: "document.is_open"),
      payments(amount: "unapplied_amount", where: "document.is_open"), accounts,
    ]
    return "\(union(of: parts)) ORDER BY account_id, currency, kind, due, id, place"
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
    let isRefunded: SQL = "(document.refund_date <= \(day) OR document.recorded_date <= \(day))"
    let isReversed: SQL = "(document.reversal_date <= \(day) OR document.recorded_date <= \(day))"
    let isEffective: SQL = "document.effective_date <= \(day)"
    let parts = [
      invoices(amount: "payable", place: "document.due_date", where: isBooked),
      movements(
        .invoice, "invoice_id", from: "application", isNegated: Self.isTakenBack,
        where: isEffective),
      movements(
        .invoice, "invoice_id", from: "credit_memo", amount: "credited_amount", isNegated: "TRUE",
        where: "document.source_action = 'NegativeInvoiceLineConversion' AND \(isCredited)"),
      memos(amount: "credited_amount", where: isCredited),
      movements(
        .creditMemo, "source_id", from: "application", isNegated: Self.isTakenBack,
        where: "document.source_type = 'CreditMemo' AND \(isEffective)"),
      movements(
        .creditMemo, "source_id", from: "refund",
        where: "document.source_type = 'CreditMemo' AND \(isRefunded)"),
      payments(amount: "amount", where: isReceived),
      movements(
        .payment, "source_id", from: "application", isNegated: Self.isTakenBack,
        where: "document.source_type = 'Payment' AND \(isEffective)"),
      movements(
        .payment, "source_id", from: "refund",
        where: "document.source_type = 'Payment' AND \(isRefunded)"),
      movements(.payment, "payment_id", from: "reversal", where: isReversed), accounts,
    ]
    return "\(union(of: parts)) ORDER BY account_id, currency, kind, id, place"
  }

  private static let isTakenBack: SQL = "(document.takes_back IS NOT NULL)"

  private func union(of parts: [SQL]) -> SQL {
    var rows: SQL = ""
    for (index, part) in parts.enumerated() {
      rows = index == 0 ? part : "\(rows) UNION ALL \(part)"
    }
    return rows
  }

  /// The first part: it names the columns and says of which types they are.
  private func invoices(amount: SQL, place: SQL, where condition: SQL) -> SQL {
    """
    SELECT document.account_id AS account_id, document.currency AS currency, 1 AS kind,
      document.id AS id, coalesce(part.position, 0) AS place, document.due_date,
      document.payable, document.\(amount), document.is_credit_note, document.invoice_number,
      part.due_date, part.amount, \(place) AS due
    FROM invoice document LEFT JOIN invoice_instalment part ON part.invoice_id = document.id
    WHERE \(condition)\(filters(legalEntity: "document.legal_entity_id"))
    """
  }

  private func memos(amount: SQL, where condition: SQL) -> SQL {
    """
    SELECT document.account_id, document.currency, 2, document.id, 0, document.credit_date,
      document.\(amount), document.\(amount), FALSE, document.credit_memo_number, NULL, NULL,
      document.credit_date
    FROM credit_memo document
    WHERE \(condition)\(filters(legalEntity: "document.legal_entity_id"))
    """
  }

  private func payments(amount: SQL, where condition: SQL) -> SQL {
    """
    SELECT document.account_id, document.currency, 3, document.id, 0, document.received_date,
      document.\(amount), document.\(amount), FALSE, document.reference, NULL, NULL,
      document.received_date
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
    SELECT document.account_id, document.currency, \(kind.literal), document.\(id), 1000, NULL,
      document.\(amount), document.\(amount), \(isNegated), NULL, NULL, NULL, NULL
    FROM \(table) document WHERE \(condition)\(filters(legalEntity: nil))
    """
  }

  /// An account stands before every currency of its documents.
  private var accounts: SQL {
    """
    SELECT id, '', 0, '', 0, NULL, NULL, NULL, FALSE, name, NULL, NULL, NULL FROM account
    \(where: selection.account.map { "id = \($0)" })
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

  static let legalEntityOfAccount: SQL = """
    (SELECT coalesce(
      account.legal_entity_id, (SELECT min(id) FROM legal_entity WHERE is_default)
    ) FROM account WHERE account.id = document.account_id)
    """
}
