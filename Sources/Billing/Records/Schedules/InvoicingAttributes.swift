/// What decides which invoice a schedule's lines come on. A schedule and its group both carry these; the
/// group's value beats the schedule's (<doc:Schedules>).
package struct InvoicingAttributes: Hashable, Sendable {
  package var billToContactId: Contact.ID?
  package var paymentTermId: PaymentTerm.ID?
  package var legalEntityId: LegalEntity.ID?
  package var taxTreatmentId: TaxTreatment.ID?
  /// An opaque reference to the payment system's record; never checked here.
  package var savedPaymentMethodId: String?
  /// Absent = ``InvoiceGroupType/default``.
  package var invoiceGroupType: InvoiceGroupType?
  package var customInvoiceGroupKey: String?

  package init(
    billToContactId: Contact.ID? = nil,
    paymentTermId: PaymentTerm.ID? = nil,
    legalEntityId: LegalEntity.ID? = nil,
    taxTreatmentId: TaxTreatment.ID? = nil,
    savedPaymentMethodId: String? = nil,
    invoiceGroupType: InvoiceGroupType? = nil,
    customInvoiceGroupKey: String? = nil
  ) {
    self.billToContactId = billToContactId
    self.paymentTermId = paymentTermId
    self.legalEntityId = legalEntityId
    self.taxTreatmentId = taxTreatmentId
    self.savedPaymentMethodId = savedPaymentMethodId
    self.invoiceGroupType = invoiceGroupType
    self.customInvoiceGroupKey = customInvoiceGroupKey
  }
}

extension InvoicingAttributes {
  var links: [RecordLink] {
    var links: [RecordLink] = []
    links.append("billToContactId", billToContactId)
    links.append("paymentTermId", paymentTermId)
    links.append("legalEntityId", legalEntityId)
    links.append("taxTreatmentId", taxTreatmentId)
    return links
  }

  var fieldFaults: [FieldFault] {
    guard customInvoiceGroupKey != nil, comparableCustomKey == nil else { return [] }
    return [
      FieldFault(
        field: "customInvoiceGroupKey",
        sentence: "customInvoiceGroupKey must hold more than spaces; leave it out to have none.")
    ]
  }

  /// The custom key as keys are compared: trimmed and without case; nil when nothing is left of it
  /// (<doc:Generation>, step 4).
  var comparableCustomKey: String? {
    guard let key = customInvoiceGroupKey else { return nil }
    let start = key.drop(while: \.isWhitespace)
    guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return nil }
    return start[...last].lowercased()
  }
}
