import Billing
import JSON
import Monetary

/// The invoice of `invoice.ingest.v1`. What its fields must be together is the domain's to say.
struct IncomingInvoiceForm: ObjectForm {
  /// More lines than an invoice may have are not read: the domain counts those of the document's
  /// own allowances and charges with them.
  static let listedElements = 10_000

  func read(_ fields: inout ObjectReader) -> IncomingInvoice? {
    let uniqueIdentifier = fields.optional(
      "uniqueIdentifier", .text(maximum: IngestedText.number),
      "The document's key where it was made; a document with the same key is ingested once.")
    let accountId = fields.required(
      "billingAccountId", IdentifierForm<Account>(), "The account that owes the invoice.")
    let billToContact = fields.optional(
      "billToContact", BillToContactForm(),
      "The person whom it went to; without it the account's.")
    let currency = fields.required(
      "currency", .text(maximum: 8), "The currency of its amounts, by its code of ISO 4217.")
    let invoiceDate = fields.required("invoiceDate", .date, "The date of the document.")
    let dueDate = fields.optional(
      "dueDate", .date, "The day on which it is due; without it by the payment term.")
    let status = fields.optional(
      "status", ChoiceForm<IncomingInvoice.Status>(),
      "Whether it is final: Posted, or Draft (without it Draft).")
    let number = fields.optional(
      "invoiceNumber", .text(maximum: IngestedText.number),
      "Its number; a posted one needs it.")
    let postedDate = fields.optional(
      "postedDate", .date, "The day on which it became final; a posted one needs it.")
    let referenceEntity = fields.optional(
      "referenceEntity", ReferenceEntityForm(), "The order or the debit memo that it belongs to.")
    let description = fields.optional(
      "description", .text(maximum: IngestedText.description), "A note on the whole document.")
    let documentType = fields.optional(
      "documentType", ChoiceForm<DocumentType>(),
      "Whether it is an invoice or a credit note (without it Invoice).")
    let addresses = fields.optional(
      "addresses", list(AddressGroupForm(), of: "addresses"),
      "The addresses that lines name; those that are missing are the account's.")
    let lines = fields.optional(
      "lines", list(IncomingLineForm(), of: "lines"),
      "The lines; none where a debit memo gives them.")
    let allowances = fields.optional(
      "allowances", list(DocumentAdjustmentForm(), of: "allowances"),
      "What the whole document is lowered by.")
    let charges = fields.optional(
      "charges", list(DocumentAdjustmentForm(), of: "charges"),
      "What the whole document is raised by.")
    let breakdown = fields.optional(
      "taxBreakdown", list(TaxSubtotalForm(), of: "entries"),
      "The taxes of each category and rate, where they are not known for each line.")
    let prepaid = fields.optional(
      "prepaidAmount", .decimal, "What was paid before (without it 0).")
    let rounding = fields.optional(
      "payableRounding", .decimal, "What the payable amount was rounded by (without it 0).")
    let totals = fields.optional(
      "statedTotals", StatedTotalsForm(), "The totals that the document states.")
    let legalEntityId = fields.optional(
      "legalEntityId", IdentifierForm<LegalEntity>(),
      "The legal entity that issued it; without it the account's.")
    let seller = fields.optional("seller", SellerForm(), "Who issued it, as the document says.")
    let thirdParty = fields.optional(
      "thirdPartyAmounts", list(ThirdPartyAmountForm(), of: "amounts"),
      "Amounts that are collected for somebody else.")
    let period = fields.optional(
      "period", DocumentPeriodForm(), "The period of lines that name none.")
    let paymentTermId = fields.optional(
      "paymentTermId", IdentifierForm<PaymentTerm>(),
      "The payment term; without it the account's.")
    let purchaseOrderNumber = fields.optional(
      "purchaseOrderNumber", .text(maximum: IngestedText.number),
      "The number of the buyer's purchase order.")
    let terms = fields.documentTerms()
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
    invoice.seller = seller?.seller
    invoice.terms = terms
    invoice.terms[.seller] = seller?.terms
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
