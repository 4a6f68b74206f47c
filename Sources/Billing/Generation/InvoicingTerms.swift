/// What holds for a schedule's invoice once group, schedule, account and default records have been
/// asked, in this order (`domain.md`, "Billing schedule").
struct InvoicingTerms: Hashable {
  let billTo: BillToContact?
  let paymentTermId: PaymentTerm.ID?
  let legalEntityId: LegalEntity.ID?
  let taxTreatmentId: TaxTreatment.ID?
  let savedPaymentMethodId: String?
  let groupType: InvoiceGroupType
  /// As keys are compared; nil without one.
  let customKey: String?

  init(of schedule: BillingSchedule, account: Account, facts: WorkingSet) {
    let own = schedule.attributes
    let group = schedule.billingScheduleGroupId.flatMap { facts.groups[$0] }?.attributes
    func decided<Value>(_ attribute: KeyPath<InvoicingAttributes, Value?>) -> Value? {
      group?[keyPath: attribute] ?? own[keyPath: attribute]
    }
    billTo = decided(\.billToContactId).map(BillToContact.contact) ?? account.billToContact
    paymentTermId =
      decided(\.paymentTermId) ?? account.paymentTermId ?? facts.defaultPaymentTerms.min()
    legalEntityId =
      decided(\.legalEntityId) ?? account.legalEntityId ?? facts.defaultLegalEntities.min()
    taxTreatmentId = decided(\.taxTreatmentId) ?? facts.defaultTaxTreatments.min()
    savedPaymentMethodId = decided(\.savedPaymentMethodId)
    groupType = decided(\.invoiceGroupType) ?? .default
    customKey = group?.comparableCustomKey ?? own.comparableCustomKey
  }
}
