internal import Billing

/// The rows of a journal: each entry's head, then its taxes and what it collects for others, in the order of the days.
struct JournalStatement {
  let days: ExportedDays

  /// What an entry is of, in the order of a day; the column `place`.
  enum Source: Int {
    case invoice = 0
    case memo = 1
    case voidedMemo = 2
    case payment = 3
    case refund = 4
    case reversal = 5
  }

  /// Of a memo that mirrors the invoice it voids the taxes are the invoice's.
  private enum Lines {
    case own
    case mirrored(InvoiceTaxPlace)
  }

  enum Part: Int {
    case head = 0
    case tax = 1
    case thirdParty = 2
  }

  var text: SQL {
    let parts = [
      invoices(.head), invoices(.tax), invoices(.tax, .line), invoices(.thirdParty),
      memos(.head), memos(.tax), memos(.tax, .mirrored(.row)), memos(.tax, .mirrored(.line)),
      memos(.thirdParty),
      memos(.head, isVoiding: true), memos(.tax, isVoiding: true), payments, refunds, reversals,
    ]
    var rows: SQL = ""
    for (index, part) in parts.enumerated() {
      rows = index == 0 ? part : "\(rows) UNION ALL \(part)"
    }
    return """
      SELECT book_date, place, id, part, number, account_id, account_name, legal_entity_id, currency,
        is_opposite, detail, payable, total, prepaid, rounding FROM (\(rows)) entry
      WHERE book_date >= \(days.first) AND book_date <= \(days.last)
      ORDER BY book_date, place, id, part, detail
      """
  }

  /// The earlier of a document's date and the day on which it was recorded, as the documents compute it.
  private static func bookDate(_ date: SQL, _ recorded: SQL) -> SQL {
    "CASE WHEN \(date) < \(recorded) THEN \(date) ELSE \(recorded) END"
  }

  /// The first of them names the columns and says of which types they are.
  private func invoices(_ part: Part, _ place: InvoiceTaxPlace = .row) -> SQL {
    let (figures, joined): (SQL, SQL) =
      switch part {
      case .head:
        (
          """
          0 AS part, document.invoice_number AS number, document.account_id AS account_id,
            document.account_name AS account_name, document.legal_entity_id AS legal_entity_id,
            document.currency AS currency, document.is_credit_note AS is_opposite, '' AS detail,
            document.payable AS payable, document.total_amount AS total,
            details.prepaid_amount AS prepaid, details.payable_rounding AS rounding
          """,
          "LEFT JOIN ingested_invoice details ON details.invoice_id = document.id"
        )
      case .tax:
        (
          Self.figure(.tax, "tax.\(place.code)", "tax.\(place.amount)"),
          """
          JOIN \(place.table) tax
            ON tax.invoice_id = document.id AND tax.\(place.code) IS NOT NULL
          """
        )
      case .thirdParty:
        (
          Self.figure(.thirdParty, "''", "item.amount"),
          "JOIN ingested_third_party_amount item ON item.invoice_id = document.id"
        )
      }
    return """
      SELECT \(Self.bookDate("document.invoice_date", "document.posted_date")) AS book_date,
        0 AS place, document.id AS id, \(figures)
      FROM invoice document \(joined) WHERE document.status IN ('Posted', 'Voided')
      """
  }

  /// What follows the key of a row that bears one figure.
  private static func figure(
    _ part: Part, _ detail: SQL, _ amount: SQL, isOpposite: SQL = "FALSE"
  ) -> SQL {
    let place: SQL =
      switch part {
      case .head: "0"
      case .tax: "1"
      case .thirdParty: "2"
      }
    return """
      \(place), NULL, document.account_id, NULL, NULL, document.currency, \(isOpposite), \(detail),
        \(amount), NULL, NULL, NULL
      """
  }

  /// Conversions are no entries: what the invoice's negative lines took off the receivable stands there as the memo's credit.
  /// A memo that voids credits what its invoice collects for others as well.
  private func memos(_ part: Part, _ lines: Lines = .own, isVoiding: Bool = false) -> SQL {
    let (figures, joined): (SQL, SQL) =
      switch (part, lines) {
      case (.head, _):
        (
          """
          0, document.credit_memo_number, document.account_id, document.account_name,
            document.legal_entity_id, document.currency, FALSE, document.source_action,
            document.credited_amount, document.total_amount, document.prepaid_amount,
            document.payable_rounding
          """, ""
        )
      case (.tax, .mirrored(let place)):
        (
          Self.figure(.tax, "tax.code", "tax.amount", isOpposite: "tax.is_opposite"),
          "JOIN \(MirroredLines.taxes(place)) tax ON tax.credit_memo_id = document.id"
        )
      case (.tax, .own):
        (
          Self.figure(.tax, "tax.code", "tax.amount"),
          "JOIN credit_memo_line_tax tax ON tax.credit_memo_id = document.id"
        )
      case (.thirdParty, _):
        (
          """
          2, NULL, document.account_id, NULL, NULL, document.currency, invoice.is_credit_note, '',
            item.amount, NULL, NULL, NULL
          """,
          """
          JOIN invoice ON invoice.id = document.invoice_id
          JOIN ingested_third_party_amount item ON item.invoice_id = invoice.id
          """
        )
      }
    let isMirror: SQL =
      part == .thirdParty ? " AND document.source_action = 'VoidPostedInvoice'" : ""
    let date =
      isVoiding
      ? "document.voided_date" : Self.bookDate("document.credit_date", "document.recorded_date")
    let place: SQL = isVoiding ? "2" : "1"
    let isVoided: SQL = isVoiding ? " AND document.voided_date IS NOT NULL" : ""
    return """
      SELECT \(date), \(place), document.id, \(figures) FROM credit_memo document \(joined)
      WHERE document.source_action <> 'NegativeInvoiceLineConversion'\(isMirror)\(isVoided)
      """
  }

  private var payments: SQL {
    """
    SELECT \(Self.bookDate("document.received_date", "document.recorded_date")), 3, document.id, 0,
      document.reference, document.account_id, account.name, \(AgingStatement.legalEntityOfAccount),
      document.currency, FALSE, document.method, document.amount, document.amount, NULL, NULL
    FROM payment document JOIN account ON account.id = document.account_id
    """
  }

  private var refunds: SQL {
    """
    SELECT \(Self.bookDate("document.refund_date", "document.recorded_date")), 4, document.id, 0,
      document.reference, document.account_id, account.name,
      CASE WHEN memo.id IS NULL THEN \(AgingStatement.legalEntityOfAccount)
        ELSE memo.legal_entity_id END,
      document.currency, FALSE, payment.method, document.amount, document.amount, NULL, NULL
    FROM refund document JOIN account ON account.id = document.account_id
    LEFT JOIN payment ON document.source_type = 'Payment' AND payment.id = document.source_id
    LEFT JOIN credit_memo memo
      ON document.source_type = 'CreditMemo' AND memo.id = document.source_id
    """
  }

  private var reversals: SQL {
    """
    SELECT \(Self.bookDate("document.reversal_date", "document.recorded_date")), 5, document.id, 0,
      document.reason, document.account_id, account.name, \(AgingStatement.legalEntityOfAccount),
      document.currency, FALSE, payment.method, document.amount, document.amount, NULL, NULL
    FROM reversal document JOIN account ON account.id = document.account_id
    LEFT JOIN payment ON payment.id = document.payment_id
    """
  }
}
