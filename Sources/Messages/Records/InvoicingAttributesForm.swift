import Billing

/// The fields that a schedule and its group both have: a part of either's table.
struct InvoicingAttributesForm: ObjectForm {
  func read(_ fields: inout ObjectReader) -> InvoicingAttributes? {
    InvoicingAttributes(
      billToContactId: fields.optional(
        "billToContactId", IdentifierForm<Contact>(),
        "The contact whom invoices go to; the group's counts before the schedule's."),
      paymentTermId: fields.optional(
        "paymentTermId", IdentifierForm<PaymentTerm>(),
        "The payment term of invoices; the group's counts before the schedule's."),
      legalEntityId: fields.optional(
        "legalEntityId", IdentifierForm<LegalEntity>(),
        "The legal entity that invoices; the group's counts before the schedule's."),
      taxTreatmentId: fields.optional(
        "taxTreatmentId", IdentifierForm<TaxTreatment>(),
        "How charges are taxed; the group's counts before the schedule's."),
      savedPaymentMethodId: fields.optional(
        "savedPaymentMethodId", .opaqueIdentifier,
        "The payment method to charge, by its identifier in the payment system."),
      invoiceGroupType: fields.optional(
        "invoiceGroupType", ChoiceForm<InvoiceGroupType>(),
        "Which schedules share an invoice; the group's counts before the schedule's."),
      customInvoiceGroupKey: fields.optional(
        "customInvoiceGroupKey", .text(maximum: 255),
        "What schedules on one invoice share, with invoiceGroupType Custom."))
  }
}
