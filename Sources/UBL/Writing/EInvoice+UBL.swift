package import Billing
import CivilTime

extension EInvoice {
  /// The document as UBL 2.1 in UTF-8: valid against its schema and the rules of EN 16931, and the same bytes for the same
  /// document. What is read of it again (``UBLDocument/init(reading:)``) has the same totals, lines, taxes, periods and parties.
  ///
  /// nil for want of memory only.
  package func ubl() -> [UInt8]? {
    guard var writer = XMLTextWriter() else { return nil }
    let root = isCreditNote ? "CreditNote" : "Invoice"
    let schemas = "urn:oasis:names:specification:ubl:schema:xsd:"
    writer.begin(root)
    writer.attribute("xmlns", "\(schemas)\(root)-2")
    writer.attribute("xmlns:cac", "\(schemas)CommonAggregateComponents-2")
    writer.attribute("xmlns:cbc", "\(schemas)CommonBasicComponents-2")
    writeHead(to: &writer)
    writer.party(seller, "cac:AccountingSupplierParty", creditorId: creditorId)
    writer.party(buyer, "cac:AccountingCustomerParty")
    if let payee { writer.payee(payee) }
    if let taxRepresentative { writer.taxRepresentative(taxRepresentative) }
    writeDelivery(to: &writer)
    writePayment(to: &writer)
    for adjustment in adjustments { writer.adjustment(adjustment, currency) }
    writeTaxes(to: &writer)
    writeTotals(to: &writer)
    for line in lines { writer.line(line, currency, isCreditNote: isCreditNote) }
    writer.end()
    return writer.finish()
  }

  private func writeHead(to writer: inout XMLTextWriter) {
    writer.text("cbc:CustomizationID", "urn:cen.eu:en16931:2017")
    writer.text("cbc:ID", number)
    writer.text("cbc:IssueDate", issueDate.description)
    if isCreditNote {
      writer.text("cbc:TaxPointDate", texts[.taxPointDate])
      writer.text("cbc:CreditNoteTypeCode", typeCode)
      for note in notes { writer.text("cbc:Note", note) }
    } else {
      writer.text("cbc:DueDate", dueDate?.description)
      writer.text("cbc:InvoiceTypeCode", typeCode)
      for note in notes { writer.text("cbc:Note", note) }
      writer.text("cbc:TaxPointDate", texts[.taxPointDate])
    }
    writer.text("cbc:DocumentCurrencyCode", currency)
    writer.text("cbc:TaxCurrencyCode", texts[.taxCurrency])
    writer.text("cbc:AccountingCost", texts[.accountingReference])
    writer.text("cbc:BuyerReference", buyerReference)
    writePeriod(to: &writer)
    writeReferences(to: &writer)
  }

  /// UNTDID 1001: what the document said that was ingested, else commercial invoice or credit note.
  private var typeCode: String {
    let codes = isCreditNote ? DocumentTypeCode.creditNotes : DocumentTypeCode.invoices
    if let code = texts[.typeCode], codes.contains(code) { return code }
    return isCreditNote ? "381" : "380"
  }

  private func writePeriod(to writer: inout XMLTextWriter) {
    let (start, end) = (texts[.periodStartDate], texts[.periodEndDate])
    guard start != nil || end != nil || texts[.taxPointCode] != nil else { return }
    writer.begin("cac:InvoicePeriod")
    writer.text("cbc:StartDate", start)
    writer.text("cbc:EndDate", end)
    writer.text("cbc:DescriptionCode", texts[.taxPointCode])
    writer.end()
  }

  private func writeReferences(to writer: inout XMLTextWriter) {
    if purchaseOrderNumber != nil || texts[.salesOrderReference] != nil {
      writer.begin("cac:OrderReference")
      // The schema wants one.
      writer.text("cbc:ID", purchaseOrderNumber ?? "NA")
      writer.text("cbc:SalesOrderID", texts[.salesOrderReference])
      writer.end()
    }
    for invoice in preceding {
      writer.begin("cac:BillingReference")
      writer.begin("cac:InvoiceDocumentReference")
      writer.text("cbc:ID", invoice.number)
      writer.text("cbc:IssueDate", invoice.issueDate?.description)
      writer.end()
      writer.end()
    }
    writer.reference("cac:DespatchDocumentReference", texts[.despatchAdviceReference])
    writer.reference("cac:ReceiptDocumentReference", texts[.receivingAdviceReference])
    // The schemas of the two differ in this order.
    if !isCreditNote {
      writer.reference("cac:OriginatorDocumentReference", texts[.tenderReference])
    }
    writer.reference("cac:ContractDocumentReference", texts[.contractReference])
    writer.object(
      "cac:AdditionalDocumentReference", texts[.objectIdentifier], texts[.objectIdentifierScheme])
    for item in attachments { writer.attachment(item) }
    if isCreditNote {
      // A credit note has its project among the documents (UNTDID 1001: 50).
      writer.reference(
        "cac:AdditionalDocumentReference", texts[.projectReference], typeCode: "50")
      writer.reference("cac:OriginatorDocumentReference", texts[.tenderReference])
    } else {
      writer.reference("cac:ProjectReference", texts[.projectReference])
    }
  }

  /// BT-90 is an identifier of the seller in UBL.
  private var creditorId: String? { paymentMeans.lazy.compactMap(\.creditorId).first }

  private func writeDelivery(to writer: inout XMLTextWriter) {
    let (location, name) = (texts[.deliveryLocation], texts[.deliveryName])
    guard deliveryAddress != nil || deliveryDate != nil || location != nil || name != nil else {
      return
    }
    writer.begin("cac:Delivery")
    writer.text("cbc:ActualDeliveryDate", deliveryDate?.description)
    if deliveryAddress != nil || location != nil {
      writer.begin("cac:DeliveryLocation")
      writer.identifier("cbc:ID", location, texts[.deliveryLocationScheme])
      if let deliveryAddress { writer.address(deliveryAddress, "cac:Address") }
      writer.end()
    }
    if let name {
      writer.begin("cac:DeliveryParty")
      writer.partyName(name)
      writer.end()
    }
    writer.end()
  }

  /// A credit note has its due date within the payment means (BT-9), of which nothing else is said (UNTDID 4461: 1).
  private func writePayment(to writer: inout XMLTextWriter) {
    let due = isCreditNote ? dueDate : nil
    var isNamed = false
    for (index, means) in paymentMeans.enumerated() {
      // UBL-SR-45 and UBL-SR-46: the date and the words stand once.
      writer.paymentMeans(means, due: index == 0 ? due : nil, isNamed: !isNamed)
      if means.text != nil { isNamed = true }
    }
    if paymentMeans.isEmpty, iban != nil || due != nil {
      writer.begin("cac:PaymentMeans")
      // A SEPA transfer is in euros; else a transfer.
      writer.text(
        "cbc:PaymentMeansCode", iban == nil ? "1" : currency == "EUR" ? "58" : "30")
      writer.text("cbc:PaymentDueDate", due?.description)
      if let iban {
        writer.text("cbc:PaymentID", number)
        writer.begin("cac:PayeeFinancialAccount")
        writer.text("cbc:ID", iban)
        if let bic {
          writer.begin("cac:FinancialInstitutionBranch")
          writer.text("cbc:ID", bic)
          writer.end()
        }
        writer.end()
      }
      writer.end()
    }
    if let paymentTerms {
      writer.begin("cac:PaymentTerms")
      writer.text("cbc:Note", paymentTerms)
      writer.end()
    }
  }

  private func writeTaxes(to writer: inout XMLTextWriter) {
    if let other = texts[.taxCurrency], let tax = texts[.taxInTaxCurrency] {
      writer.begin("cac:TaxTotal")
      writer.amount("cbc:TaxAmount", tax, other)
      writer.end()
    }
    writer.begin("cac:TaxTotal")
    writer.amount("cbc:TaxAmount", totals.tax, currency)
    for subtotal in taxes {
      writer.begin("cac:TaxSubtotal")
      writer.amount("cbc:TaxableAmount", subtotal.taxableAmount, currency)
      writer.amount("cbc:TaxAmount", subtotal.taxAmount, currency)
      writer.begin("cac:TaxCategory")
      writer.text("cbc:ID", subtotal.tax.code)
      writer.text("cbc:Percent", subtotal.tax.rate)
      writer.text("cbc:TaxExemptionReasonCode", subtotal.exemptionReasonCode)
      writer.text("cbc:TaxExemptionReason", subtotal.exemptionReason)
      writer.taxScheme("VAT")
      writer.end()
      writer.end()
    }
    writer.end()
  }

  private func writeTotals(to writer: inout XMLTextWriter) {
    writer.begin("cac:LegalMonetaryTotal")
    writer.amount("cbc:LineExtensionAmount", totals.lines, currency)
    writer.amount("cbc:TaxExclusiveAmount", totals.taxExclusive, currency)
    writer.amount("cbc:TaxInclusiveAmount", totals.taxInclusive, currency)
    writer.amount("cbc:AllowanceTotalAmount", totals.allowances, currency)
    writer.amount("cbc:ChargeTotalAmount", totals.charges, currency)
    writer.amount("cbc:PrepaidAmount", totals.prepaid, currency)
    writer.amount("cbc:PayableRoundingAmount", totals.rounding, currency)
    writer.amount("cbc:PayableAmount", totals.payable, currency)
    writer.end()
  }
}
