/// The lines of a memo that voids an invoice: it mirrors the invoice line by line, and of a voided invoice nothing changes any
/// more, so they are stored once, as the invoice's. Values are made by ``Billing/CreditMemoLine/mirroring(_:on:)``; this is the
/// same for statements that go through the rows of all memos.
///
/// Memos of earlier versions have lines of their own, and are read by these.
enum MirroredLines {
  /// The lines with the identifier of their memo, under the names of `credit_memo_line`'s columns. Amounts are the invoice's:
  /// the memo of a credit note has the opposite, which `is_opposite` says.
  static let table: SQL = """
    (
      SELECT mirror.id AS credit_memo_id, mirror.account_id, original.position,
        mirror.id || '-' || original.position AS line_id, original.name, original.amount,
        original.invoice_id, original.line_id AS invoice_line_id, original.tax_name,
        original.tax_code, original.tax_category, original.tax_rate, original.tax_amount,
        voided.is_credit_note AS is_opposite
      FROM credit_memo mirror
      JOIN invoice voided ON voided.id = mirror.invoice_id
      JOIN invoice_line original ON original.invoice_id = voided.id
      WHERE \(isMirror)
    )
    """

  /// Their taxes as they are stored in one of two ways; the same.
  static func taxes(_ place: InvoiceTaxPlace) -> SQL {
    """
    (
      SELECT mirror.id AS credit_memo_id, mirror.account_id, original.\(place.code) AS code,
        original.\(place.amount) AS amount, voided.is_credit_note AS is_opposite
      FROM credit_memo mirror
      JOIN invoice voided ON voided.id = mirror.invoice_id
      JOIN \(place.table) original ON original.invoice_id = voided.id
      WHERE original.\(place.code) IS NOT NULL AND \(isMirror)
    )
    """
  }

  private static let isMirror: SQL = """
    mirror.source_action = 'VoidPostedInvoice' AND NOT EXISTS (
      SELECT 1 FROM credit_memo_line own WHERE own.credit_memo_id = mirror.id
    )
    """
}
