/// Any record that `records.upsert.v1` takes.
package enum Record: Hashable, Sendable {
  case account(Account)
  case contact(Contact)
  case legalEntity(LegalEntity)
  case paymentTerm(PaymentTerm)
  case taxTreatment(TaxTreatment)
  case taxRate(TaxRate)
  case sequencePolicy(SequencePolicy)
  case order(Order)
  case billingContract(BillingContract)
  case billingScheduleGroup(BillingScheduleGroup)
  case billingSchedule(BillingSchedule)
  case usageRecord(UsageRecord)
  case billingSuspension(BillingSuspension)
  case debitMemo(DebitMemo)
}
