/// What holds for a schedule's invoice once group, schedule, account and default records have been
/// asked, in this order (<doc:Schedules>).
struct InvoicingTerms: Hashable {
  let billTo: BillToContact?
  let paymentTermId: PaymentTerm.ID?
  let legalEntityId: LegalEntity.ID?
  let taxTreatmentId: TaxTreatment.ID?
  let savedPaymentMethodId: String?
  let groupType: InvoiceGroupType
  /// Group type Custom: the key as keys are compared; nil when there is none.
  let customKey: String?
}

extension WorkingSet {
  /// What holds for the invoice of one of an account's schedules.
  func invoicingTerms(of schedule: BillingSchedule, account: Account) -> InvoicingTerms {
    let own = schedule.attributes
    let group = schedule.billingScheduleGroupId.flatMap { groups[$0] }?.attributes
    func decided<Value>(_ attribute: (InvoicingAttributes) -> Value?) -> Value? {
      group.flatMap(attribute) ?? attribute(own)
    }
    let groupType = decided { $0.invoiceGroupType } ?? .default
    return InvoicingTerms(
      billTo: decided { $0.billToContactId }.map(BillToContact.contact) ?? account.billToContact,
      paymentTermId: decided { $0.paymentTermId } ?? account.paymentTermId
        ?? defaultPaymentTerms.min(),
      legalEntityId: decided { $0.legalEntityId } ?? account.legalEntityId
        ?? defaultLegalEntities.min(),
      taxTreatmentId: decided { $0.taxTreatmentId } ?? defaultTaxTreatments.min(),
      savedPaymentMethodId: decided { $0.savedPaymentMethodId },
      groupType: groupType,
      customKey: groupType == .custom ? decided { $0.comparableCustomKey } : nil)
  }
}
