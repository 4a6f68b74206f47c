package import CivilTime
package import Monetary

/// Gives up what is owed on posted invoices, in whole or in part (<doc:Lifecycle#Writing-off>).
package struct WriteOffInvoices: Request {
  /// Invoices that one request may name.
  package static let namedInvoices = 200

  /// In the request's order, each invoice once.
  package let items: [Item]
  package let effectiveDate: CivilDate?
  /// Of the one invoice named; another version is refused.
  package let expectedVersion: Int64?

  package init(
    items: [Item], effectiveDate: CivilDate? = nil, expectedVersion: Int64? = nil
  ) {
    self.items = items
    self.effectiveDate = effectiveDate
    self.expectedVersion = expectedVersion
  }

  package struct Item: Hashable, Sendable {
    package let invoiceId: Invoice.ID
    package let reasonCode: String
    package let reason: String?
    /// nil: all that is open.
    package let amount: ExactDecimal?

    package init(
      invoiceId: Invoice.ID, reasonCode: String, reason: String? = nil, amount: ExactDecimal? = nil
    ) {
      self.invoiceId = invoiceId
      self.reasonCode = reasonCode
      self.reason = reason
      self.amount = amount
    }
  }
}
