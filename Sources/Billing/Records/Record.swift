/// Any record that `records.upsert.v1` takes.
package enum Record: Hashable, Sendable {
  case account(Account)
  case contact(Contact)
  case legalEntity(LegalEntity)
  case paymentTerm(PaymentTerm)
  case taxTreatment(TaxTreatment)
  case taxRate(TaxRate)
  case order(Order)
  case billingScheduleGroup(BillingScheduleGroup)
  case billingSchedule(BillingSchedule)
  case billingSuspension(BillingSuspension)
  case debitMemo(DebitMemo)
}
