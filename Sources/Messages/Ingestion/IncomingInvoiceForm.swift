import Billing
import JSON
import Monetary

/// The invoice of `invoice.ingest.v1`. What its fields must be together is the domain's to say.
struct IncomingInvoiceForm: ObjectForm {
  /// More lines than an invoice may have are not read: the domain counts those of the document's
  /// own allowances and charges with them.
  static let listedElements = 10_000

  func readMembers(_ fields: inout ObjectReader) -> IncomingInvoice? {
    let uniqueIdentifier = fields.optional(
      "uniqueIdentifier", .text(maximum: IngestedText.number))
    let accountId = fields.required("billingAccountId", IdentifierForm<Account>())
    let billToContact = fields.optional("billToContact", BillToContactForm())
    let currency = fields.required("currency", .text(maximum: 8))
    let invoiceDate = fields.required("invoiceDate", .date)
    let dueDate = fields.optional("dueDate", .date)
    let status = fields.optional("status", ChoiceForm<IncomingInvoice.Status>())
    let number = fields.optional("invoiceNumber", .text(maximum: IngestedText.number))
    let postedDate = fields.optional("postedDate", .date)
    let referenceEntity = fields.optional("referenceEntity", ReferenceEntityForm())
    let description = fields.optional("description", .text(maximum: IngestedText.description))
    let documentType = fields.optional("documentType", ChoiceForm<DocumentType>())
    let addresses = fields.optional("addresses", list(AddressGroupForm(), of: "addresses"))
    let lines = fields.optional("lines", list(IncomingLineForm(), of: "lines"))
    let allowances = fields.optional("allowances", list(DocumentAdjustmentForm(), of: "allowances"))
    let charges = fields.optional("charges", list(DocumentAdjustmentForm(), of: "charges"))
    let breakdown = fields.optional("taxBreakdown", list(TaxSubtotalForm(), of: "entries"))
    let prepaid = fields.optional("prepaidAmount", .decimal)
    let rounding = fields.optional("payableRounding", .decimal)
    let totals = fields.optional("statedTotals", StatedTotalsForm())
    let legalEntityId = fields.optional("legalEntityId", IdentifierForm<LegalEntity>())
    let seller = fields.optional("seller", SellerForm())
    let thirdParty = fields.optional(
      "thirdPartyAmounts", list(ThirdPartyAmountForm(), of: "amounts"))
    let period = fields.optional("period", DocumentPeriodForm())
    let paymentTermId = fields.optional("paymentTermId", IdentifierForm<PaymentTerm>())
    let purchaseOrderNumber = fields.optional(
      "purchaseOrderNumber", .text(maximum: IngestedText.number))
    guard let accountId, let currency, let invoiceDate else { return nil }
    var invoice = IncomingInvoice(
      uniqueIdentifier: uniqueIdentifier, billingAccountId: accountId,
      billToContact: billToContact, currency: currency, invoiceDate: invoiceDate,
      dueDate: dueDate, status: status ?? .draft, number: number, postedDate: postedDate,
      referenceEntity: referenceEntity, description: description,
      documentType: documentType ?? .invoice, addresses: addresses ?? [], lines: lines ?? [],
      allowances: allowances ?? [], charges: charges ?? [], taxBreakdown: breakdown ?? [],
      prepaidAmount: prepaid ?? 0, payableRounding: rounding ?? 0,
      statedTotals: totals ?? StatedTotals())
    invoice.legalEntityId = legalEntityId
    invoice.seller = seller
    invoice.thirdPartyAmounts = thirdParty ?? []
    invoice.startDate = period?.startDate
    invoice.endDate = period?.endDate
    invoice.paymentTermId = paymentTermId
    invoice.purchaseOrderNumber = purchaseOrderNumber
    return invoice
  }

  private func list<Element: FieldForm>(
    _ element: Element, of things: String
  ) -> ListForm<Element> {
    ListForm(element: element, limit: Self.listedElements, things: things, mayBeEmpty: true)
  }
}
