/// The name of a record's type, as messages, error logs and the command line spell it.
package enum RecordType: String, Hashable, Sendable, CaseIterable {
  case account = "Account"
  case contact = "Contact"
  case legalEntity = "LegalEntity"
  case paymentTerm = "PaymentTerm"
  case taxTreatment = "TaxTreatment"
  case taxRate = "TaxRate"
  case sequencePolicy = "SequencePolicy"
  case order = "Order"
  case billingContract = "BillingContract"
  case billingScheduleGroup = "BillingScheduleGroup"
  case billingSchedule = "BillingSchedule"
  case usageRecord = "UsageRecord"
  case billingSuspension = "BillingSuspension"
  case debitMemo = "DebitMemo"
  case invoice = "Invoice"
  /// A request that could not be read as one: the primary record of its error log.
  case request = "Request"
}
