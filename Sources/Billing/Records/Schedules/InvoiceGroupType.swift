/// How schedules are gathered on invoices (<doc:Generation#Group>).
package enum InvoiceGroupType: String, Hashable, Sendable, CaseIterable {
  /// All schedules of one default key share an invoice.
  case `default` = "Default"
  /// The default key and a custom key of the sender's.
  case custom = "Custom"
  /// Every schedule has an invoice of its own.
  case billingSchedule = "BillingSchedule"
}
