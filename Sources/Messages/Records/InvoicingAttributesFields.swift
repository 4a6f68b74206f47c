import Billing

/// The fields that a schedule and its group both have.
enum InvoicingAttributesFields {
  static func read(_ fields: inout ObjectReader) -> InvoicingAttributes {
    InvoicingAttributes(
      billToContactId: fields.optional("billToContactId", IdentifierForm<Contact>()),
      paymentTermId: fields.optional("paymentTermId", IdentifierForm<PaymentTerm>()),
      legalEntityId: fields.optional("legalEntityId", IdentifierForm<LegalEntity>()),
      taxTreatmentId: fields.optional("taxTreatmentId", IdentifierForm<TaxTreatment>()),
      savedPaymentMethodId: fields.optional("savedPaymentMethodId", .opaqueIdentifier),
      invoiceGroupType: fields.optional("invoiceGroupType", ChoiceForm<InvoiceGroupType>()),
      customInvoiceGroupKey: fields.optional("customInvoiceGroupKey", .text(maximum: 255)))
  }
}
