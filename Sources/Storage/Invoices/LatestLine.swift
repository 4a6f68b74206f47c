/// The live line that bills a schedule's latest period.
enum LatestLine {
  /// Its invoice's identifier, in a query over `billing_schedule schedule`.
  static let invoiceId: SQL = """
    (
      SELECT line.invoice_id FROM invoice_line line
      WHERE line.billing_schedule_id = schedule.id AND line.is_live
      ORDER BY line.period_from DESC, line.reissue DESC LIMIT 1
    )
    """
}
