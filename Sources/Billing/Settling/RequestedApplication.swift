package import Monetary

/// An application as a sender asks for it: the currency is the source's.
package struct RequestedApplication: Hashable, Sendable {
  package let invoiceId: Invoice.ID
  package let amount: ExactDecimal

  package init(invoiceId: Invoice.ID, amount: ExactDecimal) {
    self.invoiceId = invoiceId
    self.amount = amount
  }
}

/// What a source shall settle.
package enum RequestedSettlement: Hashable, Sendable {
  /// These, all or nothing; at most ``most``.
  case applications([RequestedApplication])
  /// Open invoices of the account and currency, the oldest first, as far as it goes.
  case oldestFirst

  /// Applications that one request may make.
  package static let most = 2_000

  /// Open invoices of an account and currency that a batch may look at, however many of its requests settle oldest first: a
  /// batch plans no further request once it would write 20,000 rows, and an invoice that is settled is two of them at least.
  package static let mostTogether = 10_000 + most
}
