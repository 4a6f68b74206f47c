package import Billing

extension Queries {
  /// Which e-mails are meant.
  package enum EmailScope: Hashable, Sendable {
    case all
    case status(EmailDelivery.Status)
    case invoice(Invoice.ID)
  }

  /// E-mails without their texts, the latest first; at most `limit` of them.
  package func emails(
    _ scope: EmailScope, limit: Int
  ) throws(StoreError) -> [EmailDelivery] {
    let condition: SQL? =
      switch scope {
      case .all: nil
      case .status(let status): "status = \(status.rawValue)"
      case .invoice(let id): "invoice_id = \(id)"
      }
    return try database.rows(
      """
      SELECT \(columns: EmailDelivery.head) FROM email_delivery\(where: condition)
      ORDER BY queued_at DESC, email_id DESC LIMIT \(limit)
      """
    ) { row throws(StoreError) in try EmailDelivery(from: &row) }
  }

  /// Addresses that get no e-mail, in their order; at most `limit` of them.
  package func suppressedAddresses(limit: Int) throws(StoreError) -> [SuppressedAddress] {
    try database.rows(
      """
      SELECT \(columns: SuppressedAddress.table) FROM email_suppression
      ORDER BY address LIMIT \(limit)
      """
    ) { row throws(StoreError) in try SuppressedAddress(from: &row) }
  }
}
